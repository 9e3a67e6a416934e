import { Kind } from '../../dissectors/sort.ts'
import { FIELD, MOMENT, PACKET, PERCENT } from '../limits.ts'
import type { Crossing } from './crossings.ts'
import { ipOf, isV4, type Sighting } from './recorded.ts'
import { DURATION, Unclear, type Words, within } from './words.ts'
import type { Chance } from './world.ts'

/** True for the packets a fault is about. `seconds` since the first packet of trace A, on the recording's clock. */
export type Which = (one: Crossing, seconds: number, chance: Chance) => boolean

/** The same of packets as one capture shows them. */
export type Seen = (one: Sighting, seconds: number, chance: Chance) => boolean

type Condition = (words: Words) => Seen | undefined

const kinds: Readonly<Record<string, readonly number[]>> = {
  ike: [Kind.ike],
  esp: [Kind.esp, Kind.udpEncapsulatedEsp],
  ah: [Kind.ah],
  fragments: [Kind.fragment],
  icmp: [Kind.icmpError, Kind.ping],
  tcp: [Kind.tcp, Kind.tcpControl],
}

/** What can be said of packets; all that is said must hold. To add one: one line. */
const conditions: readonly Condition[] = [
  words => (words.takes('later', 'fragments') ? one => offset(one) > 0 : undefined),
  words => (words.takes('first', 'fragments') ? one => one.kind === Kind.fragment && offset(one) === 0 : undefined),
  words => {
    const name = words.matching(/^(ike|esp|ah|fragments|icmp|tcp)$/)?.[0]
    return name ? one => kinds[name]!.includes(one.kind) : undefined
  },
  words => {
    if (!words.takes('port')) return undefined
    const port = words.number('the port', FIELD)
    return one => one.ports.includes(port)
  },
  words => {
    if (!words.takes('packet')) return undefined
    const number = words.number('the packet', PACKET)
    return one => one.order + 1 === number
  },
  words => {
    if (!words.takes('above')) return undefined
    const size = words.number('the size', FIELD)
    return one => one.ipAt !== undefined && ipOf(one).length > size
  },
  words => {
    if (!words.takes('from')) return undefined
    const from = words.quantity('the time', DURATION, MOMENT)
    return (_, seconds) => seconds >= from
  },
  words => {
    if (!words.takes('until')) return undefined
    const until = words.quantity('the time', DURATION, MOMENT)
    return (_, seconds) => seconds <= until
  },
  words => {
    const percent = words.matching(/^(\d+(?:\.\d+)?)%$/)?.[1]
    if (!percent) return undefined
    const share = within(Number(percent), `the share is ${percent} %`, PERCENT, ' %')
    return (_one, _seconds, chance) => chance(100_000) < share * 1000
  },
]

/** `a>b`, `b>a` or `both`, then conditions for as long as they are understood. */
export function which(words: Words): Which {
  const way = words.matching(/^(a>b|b>a|both)$/)?.[0]
  if (!way) throw new Unclear('it begins with the way: a>b, b>a or both')
  const holds = seen(words)
  const from = { 'a>b': 0, 'b>a': 1, both: undefined }[way]
  return (one, seconds, chance) => (from === undefined || one.from === from) && holds(one.sent, seconds, chance)
}

/** Conditions for as long as they are understood; none holds for every packet. */
export function seen(words: Words): Seen {
  const all: Seen[] = []
  for (let found = true; found; ) {
    found = false
    for (const condition of conditions) {
      const next = condition(words)
      if (!next) continue
      all.push(next)
      found = true
    }
  }
  return (one, seconds, chance) => all.every(holds => holds(one, seconds, chance))
}

/** Of a fragment, bytes. */
function offset(one: Sighting): number {
  if (one.kind !== Kind.fragment) return 0
  const packet = ipOf(one)
  return isV4(one) ? (((packet[6]! & 0x1f) << 8) | packet[7]!) * 8 : packet[6] === 44 ? ((packet[42]! << 8) | packet[43]!) & 0xfff8 : 0
}
