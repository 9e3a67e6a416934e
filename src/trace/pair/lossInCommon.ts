import { Kind } from '../../dissectors/sort.ts'
import { hexSpi } from '../protected/securityAssociation.ts'
import { Way } from './ends.ts'
import { Fate } from './fate.ts'
import { inPieces } from './inPieces.ts'
import type { Pattern } from './report.ts'
import { isProtected } from './rows.ts'
import { type PairScene, sendingsOf } from './scene.ts'

// What all packets that one end lost have in common where it is neither their size nor their port: that they carry one message,
// that they are all that came of one SA from some moment on, that they are every third.

/** A kind, and what follows `3 of 7 packets from A to B were lost`. */
export interface InCommon {
  readonly kind: Pattern['kind']
  readonly how: string
}

/** What the packets have in common that `sender` sent and that are lost; undefined: nothing of that kind. */
export function lossInCommon(pair: PairScene, sender: 0 | 1): InCommon | undefined {
  const { packets, mate } = pair.lineup.rows[sender]
  const fates = pair.lineup.fates.of[sender]
  const told: number[] = []
  for (let row = 0; row < mate.length; row++) {
    if (pair.lineup.ends.way[sender][packets.flow(row)] !== Way.sentHere) continue
    if (fates[row] === Fate.lost || fates[row] === Fate.delivered) told.push(row)
  }
  const isLost = (row: number) => fates[row] === Fate.lost
  return oneMessage(pair, sender, told.filter(isLost)) ?? oneSa(pair, sender, told, isLost) ?? everyNth(told, isLost)
}

/** All are copies, or pieces of copies, of one message of IKE. */
function oneMessage(pair: PairScene, sender: 0 | 1, lost: readonly number[]): InCommon | undefined {
  const names = new Map<number, string>()
  const [inPart, arrived] = [new Set<string>(), new Set<string>()]
  for (const { course } of pair.joints.all) {
    for (const { name, message } of course.exchanges.flatMap(exchange => exchange.messages)) {
      for (const one of sendingsOf(pair, message)) {
        if (one.sender !== sender) continue
        for (const packet of one.lost) names.set(packet - 1, name)
        if (one.fate === 'delivered' || one.fate === 'modified') arrived.add(name)
        if (one.lost.length > 0 && one.lost.length < (one.seen[sender]?.packets.length ?? 0)) inPart.add(name)
      }
    }
  }
  const kinds = new Set(lost.map(row => names.get(row)))
  const [name] = kinds
  if (kinds.size !== 1 || name === undefined) return undefined
  const isSpoken = name.includes(' ')
  const part = `a part of ${isSpoken ? 'the ' : ''}${name}`
  const [only, another] = lost
  if (another === undefined) return { kind: 'one-message', how: `: packet ${'AB'[sender]}${only! + 1}, ${inPart.has(name) ? part : name}` }
  if (inPart.has(name)) return { kind: 'one-message', how: `, each ${part}` }
  if (arrived.has(name))
    return { kind: 'one-message', how: `, ${lost.length === 2 ? 'both' : 'all'} of them ${name}${isSpoken ? 's' : ''}` }
  return { kind: 'one-message', how: `: every ${name}${whileBothRan(pair, sender) && ' among them'}, and nothing else` }
}

/** What is counted, where that is not all: what left earlier or later is not among it. */
export function whileBothRan({ lineup }: PairScene, sender: 0 | 1): string {
  const { outsideAtoB, outsideBtoA } = lineup.fates.counts
  return (sender === 0 ? outsideAtoB : outsideBtoA) > 0 ? ' that left while both captures ran' : ''
}

/** Packets of one SA behind which nothing of it arrived, from which that is no accident. */
const SEVERAL = 4

/** Nothing of one SA arrives from some moment on, and everything else does. */
function oneSa({ lineup }: PairScene, sender: 0 | 1, told: readonly number[], isLost: (row: number) => boolean): InCommon | undefined {
  const { packets, flows } = lineup.rows[sender]
  // Fragments of an SA's packets are not of its flow.
  const inSas = new Map(inPieces(lineup, sender).flatMap(one => one.rows.map(row => [row, one.flow] as const)))
  const lost = told.filter(isLost)
  const [first] = lost
  if (first === undefined || lost.length < SEVERAL || !isProtected(packets.kind(first))) return undefined
  const flow = packets.flow(first)
  const flowOf = (row: number) => inSas.get(row) ?? packets.flow(row)
  if (lost.some(row => flowOf(row) !== flow)) return undefined
  const after = told.filter(row => packets.place(row) >= packets.place(first))
  const others = after.filter(row => flowOf(row) !== flow && isProtected(packets.kind(row)))
  if (after.some(row => flowOf(row) === flow && !isLost(row)) || others.length < SEVERAL) return undefined
  const name = `${flows.kind(flow) === Kind.ah ? 'AH' : 'ESP'} ${hexSpi(flows.selector(flow))}`
  return { kind: 'one-sa', how: `: all of ${name} from packet ${'AB'[sender]}${first + 1} on, and nothing else` }
}

/** Every second, third, fourth of what was sent, from the first to the last. */
function everyNth(told: readonly number[], isLost: (row: number) => boolean): InCommon | undefined {
  const places = told.flatMap((row, i) => (isLost(row) ? [i] : []))
  const [first, second] = places
  if (first === undefined || second === undefined || places.length < SEVERAL) return undefined
  const step = second - first
  const isRegular = places.every((place, i) => place === first + i * step)
  if (step < 2 || !isRegular || first >= step || places.at(-1)! + step < told.length) return undefined
  return { kind: 'every-nth', how: `: every ${ORDINALS[step] ?? `${step}th`} one, and no other` }
}

const ORDINALS: Readonly<Record<number, string>> = { 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth' }
