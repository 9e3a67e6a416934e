import { random } from '../../../src/compose/random.ts'
import { Cursor } from '../../../src/dissectors/cursor.ts'
import type { Field } from '../../../src/dissectors/field.ts'
import { token } from '../../../src/dissectors/gss/token.ts'
import { certificateData } from '../../../src/dissectors/ike/certificateData.ts'
import { identity } from '../../../src/dissectors/ike/identity.ts'
import { ike } from '../../../src/dissectors/ike/message.ts'
import type { Around } from '../../../src/dissectors/ike/payload.ts'
import { payloadsV1 } from '../../../src/dissectors/ike/v1/index.ts'
import { dataAuthIp, dataV1 } from '../../../src/dissectors/ike/v1/notificationData.ts'
import { payloadsV2 } from '../../../src/dissectors/ike/v2/index.ts'
import { dataV2 } from '../../../src/dissectors/ike/v2/notifyData.ts'
import type { Layer } from '../../../src/dissectors/layer.ts'
import { etherType } from '../../../src/dissectors/link/etherTypes.ts'
import { link } from '../../../src/dissectors/link/index.ts'
import { ipProtocol } from '../../../src/dissectors/network/protocols.ts'
import { type Dissector, packet } from '../../../src/dissectors/packet.ts'
import { tcpPort } from '../../../src/dissectors/transport/tcpPorts.ts'
import { udpPort } from '../../../src/dissectors/transport/udpPorts.ts'
import { told } from '../capture/collect.ts'
import { zoo } from '../ike/zoo.ts'
import { onDisk } from '../recordings/index.ts'
import { untiled } from '../tree/tiling.ts'
import { victims } from './files.ts'
import { Watch } from './watch.ts'

/** What stands around a payload of a major version. */
export const around = (major: number): Around => ({
  header: {
    initiatorSpi: '1122334455667788',
    responderSpi: '8877665544332211',
    nextPayload: 1,
    majorVersion: major,
    minorVersion: 0,
    exchangeType: major === 1 ? 2 : 35,
    flags: 0,
    messageId: 0,
    length: 0,
  },
  message: { bytes: new Uint8Array(0), start: 0 },
  vendorIds: ['621b04bb09882ac1e15935fefa24aeee'],
  gdoi: false,
  asked: true,
  chain: () => [],
})

/** One dissection is a matter of microseconds; garbage collection may stand in its way. */
const limits = { milliseconds: 2000, bytes: 1.5e9 }

/** A packet to be damaged, or bytes made for one dissector. */
interface Victim {
  readonly name: string
  readonly data: Uint8Array
  readonly linkType: number
}

/** Damages packets of recordings, `times` in all, and dissects each whole: every layer that it reaches. */
export async function damagedPackets(times: number): Promise<Watch> {
  const all = await packets()
  const next = random(11)
  const watch = new Watch('packets', limits)
  for (let n = 0; n < times; n++) {
    const { name, data, linkType } = all[next(all.length)]!
    const bytes = damaged(data, next)
    await watch.try(
      () => `${name}, mutation ${n}`,
      () => untiled(packet(bytes, bytes.length + (next(4) ? 0 : next(50)), linkType).tree, bytes.length),
    )
  }
  return watch
}

async function packets(): Promise<Victim[]> {
  const all: Victim[] = []
  for (const { name, path } of victims()) {
    const { records } = await told(onDisk(path))
    const every = Math.ceil(records.length / 60)
    for (const { data, number, linkType } of records.filter((_, i) => i % every === 0))
      all.push({ name: `${name} ${number}`, data, linkType })
  }
  return all
}

/** Gives every dissector, one after the other, bytes of which it cannot know what to expect. */
export async function eachDissector(times: number): Promise<Watch> {
  const next = random(12)
  const watch = new Watch('dissectors', limits)
  for (let n = 0; n < times; n++) {
    const [name, read] = dissectors[n % dissectors.length]!
    const bytes = nonsense(next)
    const kept = next(5) ? bytes.length : next(bytes.length + 1)
    await watch.try(
      () => `${name} of ${Buffer.from(bytes.subarray(0, kept)).toString('hex')}, ${bytes.length} on the wire`,
      () => alone(read, bytes.subarray(0, kept), bytes.length),
    )
  }
  return watch
}

/** Damages the messages in which everything occurs that a dissector knows, `times` in all. */
export async function damagedMessages(times: number): Promise<Watch> {
  const next = random(13)
  const watch = new Watch('messages', limits)
  for (let n = 0; n < times; n++) {
    const [name, message] = zoo[n % zoo.length]!
    const bytes = damaged(message, next)
    await watch.try(
      () => `${name}, mutation ${n}`,
      () => alone((c, layers) => ike(c, layers), bytes, bytes.length + (next(4) ? 0 : next(50))),
    )
  }
  return watch
}

/** Lets one reader read bytes from their first to their last; returns what is not tiled. */
export function alone(read: Dissector, bytes: Uint8Array, wire: number): string[] {
  const tree: Field = { name: 'Packet', start: 0, end: bytes.length, children: [] }
  const layers: Layer[] = []
  const c = new Cursor(bytes, wire, tree)
  c.all(() => read(c, layers))
  return untiled(tree, bytes.length)
}

const dissectors: readonly [name: string, read: Dissector][] = [
  ...Object.values(payloadsV1).map(({ name, read }): [string, Dissector] => [`v1 ${name}`, c => read(c, around(1), 0)]),
  ...Object.values(payloadsV2).map(({ name, read }): [string, Dissector] => [`v2 ${name}`, c => read(c, around(2), 33)]),
  ...Array.from({ length: 144 }, (_, protocol): [string, Dissector] => [`IP protocol ${protocol}`, ipProtocol(protocol)]),
  ...[-7, -6, -5, -4, -2, ...Array.from({ length: 280 }, (_, type) => type)].map((type): [string, Dissector] => [
    `link type ${type}`,
    link(type),
  ]),
  ...[2048, 2054, 25944, 34525, 34827, 34887, 34915, 34916].map((type): [string, Dissector] => [`EtherType ${type}`, etherType(type, 0)!]),
  ...[dataV1, dataAuthIp, dataV2].flatMap(table =>
    Object.entries(table).map(([type, read]): [string, Dissector] => [`notify data ${type}`, c => void read(c, 1)]),
  ),
  ...Array.from({ length: 16 }, (_, encoding): [string, Dissector] => [`certificate ${encoding}`, c => void certificateData(c, encoding)]),
  ...[...Array(14).keys(), 201, 202, 203, 250].map((type): [string, Dissector] => [`identity ${type}`, c => void identity(c, type)]),
  ['GSS-API token', c => void token(c)],
  ...[53, 88, 389, 500, 848, 1701, 2152, 3544, 4500, 4789, 6081].map((port): [string, Dissector] => [
    `UDP port ${port}`,
    udpPort(50000, port),
  ]),
  ...[53, 80, 88, 389, 445, 500, 3268, 4500, 8080].map((port): [string, Dissector] => [`TCP port ${port}`, tcpPort(50000, port)]),
]

/** Bytes that look like structures now and then: small numbers, lengths, zeros, the rest anything. */
export function nonsense(next: (limit: number) => number): Uint8Array {
  const bytes = new Uint8Array(next(160))
  for (let i = 0; i < bytes.length; i++) {
    const kind = next(8)
    bytes[i] = kind < 3 ? 0 : kind < 5 ? next(20) : kind === 5 ? bytes.length - i : next(256)
  }
  return bytes
}

function damaged(data: Uint8Array, next: (limit: number) => number): Uint8Array {
  const copy = data.slice(0, next(6) ? data.length : next(data.length + 1))
  for (let times = 1 + next(4); times > 0 && copy.length > 0; times--) {
    const at = next(copy.length)
    copy[at] = next(3) ? next(256) : copy[at]! + (next(2) ? 1 : -1)
  }
  return copy
}
