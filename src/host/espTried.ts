import type { Layer } from '../dissectors/layer.ts'
import { packet } from '../dissectors/packet.ts'
import { Kind } from '../dissectors/sort.ts'
import type { Key } from '../keys/index.ts'
import type { CipherVerdict } from '../trace/protected/ciphers.ts'
import { flowCipher } from '../trace/protected/flowCipher.ts'
import { knownFor } from './known.ts'
import { packetBytes, type Reading } from './reading.ts'
import { ipDatagram } from './reassembled.ts'

/**
 * SPIs of the ESP SAs that keys were given for, a key without one being for all; and of them those of which a packet opens or
 * that can be read without keys.
 */
export interface EspTried {
  readonly tried: ReadonlySet<number>
  readonly opened: ReadonlySet<number>
}

/** SAs that are tried; those of one host's kernel are fewer. */
const MOST = 100

/** Tries the keys that a trace was given on the first and the last packet of each ESP SA that they are for. */
export async function tryEspSas(reading: Reading, keys: readonly Key[]): Promise<EspTried> {
  const spis = new Set(keys.flatMap(key => (key.kind === 'esp' ? [key.spi] : [])))
  const tried = new Set<number>()
  const opened = new Set<number>()
  if (spis.size > 0)
    for (const sa of sas(reading)) {
      if (!spis.has(sa.spi) && !spis.has(undefined)) continue
      if (tried.size === MOST && !tried.has(sa.spi)) break
      tried.add(sa.spi)
      if (!opened.has(sa.spi) && (sa.isClear() || (await opens(reading, sa)))) opened.add(sa.spi)
    }
  return { tried, opened }
}

async function opens(reading: Reading, { spi, rows }: Sa): Promise<boolean> {
  for (const row of rows) {
    const layers = await layersOf(reading, row)
    if (layers.some(layer => layer.kind === 'esp' && layer.spi === spi && layer.decrypted)) return true
  }
  return false
}

/** What a packet says, or the datagram that it is a piece of. */
async function layersOf(reading: Reading, row: number): Promise<readonly Layer[]> {
  const { packets } = reading.trace
  if (packets.kind(row) === Kind.fragment) return (await ipDatagram(reading, row + 1))?.layers ?? []
  const context = { ...knownFor(reading, row), factsOnly: true }
  return packet(await packetBytes(reading, row), packets.original(row), packets.linkType(row), context).layers
}

interface Sa {
  readonly spi: number
  /** Its first packet and its last. */
  readonly rows: readonly number[]
  /** It can be read without keys. */
  isClear(): boolean
}

function* sas({ trace: { packets, datagrams } }: Reading): Generator<Sa> {
  const { flows } = packets
  for (let flow = 0; flow < flows.length; flow++)
    if (flows.kind(flow) === Kind.esp || flows.kind(flow) === Kind.udpEncapsulatedEsp)
      yield { spi: flows.selector(flow), rows: [flows.first(flow), flows.last(flow)], isClear: () => isClear(flowCipher(packets, flow)) }
  for (const flow of datagrams.flows.values())
    if (flow.kind === 'esp')
      yield { spi: flow.spi, rows: [flow.packets[0]! - 1, flow.packets.at(-1)! - 1], isClear: () => isClear(datagrams.cipher(flow)) }
}

const isClear = ({ cipher }: CipherVerdict) => cipher === 'null' || cipher === 'offloaded'
