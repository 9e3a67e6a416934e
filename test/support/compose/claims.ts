import type { Truth } from '../../../src/compose/inject/truth.ts'
import type { Report } from '../../../src/trace/report.ts'
import type { Kept } from '../capture/collect.ts'

/** Rules that blame the path, and what must be true for them to speak. */
const blames: Readonly<Record<string, 'lost' | 'modified'>> = {
  'ike-loss': 'lost',
  'esp-loss': 'lost',
  'esp-blocked': 'lost',
  'fragments-lost': 'lost',
  'fragment-filtered': 'lost',
  'pmtu-black-hole': 'lost',
  'modified-in-path': 'modified',
}

/**
 * What a report says of two traces that is not so; empty for a report that is right, or that says it cannot tell.
 * @param lossy the path lost packets, although they may have left while no capture ran
 */
export function wrongClaims(report: Report, truth: Truth, files: readonly [readonly Kept[], readonly Kept[]], lossy = false): string[] {
  const pair = report.pair!
  const wrong: string[] = []
  const original = originals(truth)
  const lost = [
    new Set([...truth.lost.aToB, ...truth.missingInRecording.aToB]),
    new Set([...truth.lost.bToA, ...truth.missingInRecording.bToA]),
  ]
  const mates = new Map(
    [...truth.same, ...truth.cut.flatMap(({ a, b }) => a.flatMap(x => b.map(y => [x, y] as const)))].map(([a, b]) => [`${a} ${b}`, true]),
  )
  const isLost = (trace: 0 | 1, packet: number) => lost[trace]!.has(original(trace, packet))

  for (const { trace, packet, missing } of pair.packets.lost)
    if (!isLost(trace, packet) && !missing) wrong.push(`${'AB'[trace]}${packet} is called lost`)
  for (const { trace, packets } of pair.packets.lostFlows)
    for (const packet of packets) if (!isLost(trace, packet)) wrong.push(`${'AB'[trace]}${packet} is called lost`)
  for (const [a, b] of pair.packets.same)
    if (!mates.has(`${original(0, a)} ${original(1, b)}`)) wrong.push(`A${a} and B${b} are called the same`)
  const modified = new Set(truth.modified.map(({ a, b }) => `${a} ${b}`))
  for (const { a, b } of pair.packets.modified)
    if (!modified.has(`${original(0, a)} ${original(1, b)}`)) wrong.push(`A${a} and B${b} are called modified`)
  for (const { trace, packet } of pair.packets.missedBySender)
    if (known(truth, trace).has(original(trace, packet))) wrong.push(`${'AB'[trace]}${packet} is said to have no sender`)

  const related = pair.offset !== null
  const bar = truth.clock.driftPpm === 0 ? pair.offsetError : (pair.offsetErrorIfDrifting ?? pair.offsetError)
  if (related && bar !== null && Math.abs(pair.offset! - truth.clock.offset) > bar + 5e-6)
    wrong.push(`offset ${pair.offset} ± ${bar}, in truth ${truth.clock.offset}`)
  if (related) wrong.push(...counts(report, truth, files, lost))

  for (const { rule, severity } of report.findings) {
    if (severity === 'note' || !blames[rule]) continue
    const [here] = blames[rule] === 'lost' ? [lossy ? 1 : lost[0]!.size + lost[1]!.size] : [truth.modified.length]
    if (here === 0) wrong.push(`${rule} speaks, and nothing was ${blames[rule]}`)
  }
  return wrong
}

/** How many are called lost and modified: no fewer than are surely within both captures, no more than can be. */
function counts(report: Report, truth: Truth, files: readonly [readonly Kept[], readonly Kept[]], lost: readonly Set<number>[]): string[] {
  const pair = report.pair!
  const wrong: string[] = []
  const start = seconds(files[0][0]!)
  const { offset, driftPpm } = truth.clock
  const asA = [(t: number) => t, (t: number) => t - offset - (t - offset - start) * driftPpm * 1e-6] as const
  const onTheWay = Math.max(0, ...[pair.delay?.aToB?.max, pair.delay?.bToA?.max].map(max => max ?? 0))
  const slack = (pair.offsetError ?? 1) + 0.001 + onTheWay
  for (const from of [0, 1] as const) {
    const there = files[from === 0 ? 1 : 0].map(one => asA[from === 0 ? 1 : 0](seconds(one)))
    const [first, last] = [Math.min(...there), Math.max(...there)]
    let [sure, possible] = [0, 0]
    for (const packet of lost[from]!) {
      const at = asA[from](seconds(files[from][packet - 1]!))
      if (at > first + slack && at < last - slack) sure++
      if (at > first - slack && at < last + slack) possible++
    }
    const said = from === 0 ? pair.lostAtoB : pair.lostBtoA
    const partly = pair.packets.lost.filter(({ missing, trace }) => missing && trace === from).length
    if (said < sure || said > possible + partly)
      wrong.push(`lost ${from === 0 ? 'A to B' : 'B to A'} ${said}, in truth ${sure === possible ? sure : `${sure} to ${possible}`}`)
  }
  const cut = truth.snapLength.some(length => length !== null)
  const least = cut ? 0 : truth.modified.filter(one => !isInQuote(one, files[0]) && !isInUnfilled(one, truth)).length
  if (pair.modified > truth.modified.length || pair.modified < least)
    wrong.push(`modified ${pair.modified}, in truth ${truth.modified.length}`)
  return wrong
}

/** Only a checksum was changed, of UDP or TCP, and its sender's capture holds none yet: its network card fills them in. */
function isInUnfilled({ octets }: Truth['modified'][number], { faults }: Truth): boolean {
  return faults.some(fault => fault.startsWith('offload')) && octets.every(({ at }) => UNFILLED.has(at))
}

const UNFILLED: ReadonlySet<number> = new Set([26, 27, 36, 37])

/** Only what an ICMP error quotes was changed: a NAT rewrites that, so it is not compared. */
function isInQuote({ a, octets }: Truth['modified'][number], ofA: readonly Kept[]): boolean {
  const { data, linkType } = ofA[a - 1]!
  const at = linkType === 1 ? 14 : 0
  return data[at + 9] === 1 && octets.every(octet => octet.at >= 28)
}

const seconds = (one: Kept): number => one.seconds + one.nanoseconds / 1e9

/** Packets of a trace that really have a counterpart. */
function known(truth: Truth, trace: 0 | 1): Set<number> {
  return new Set([...truth.same.map(mates => mates[trace]), ...truth.cut.flatMap(({ a, b }) => (trace === 0 ? a : b))])
}

/** The packet that another one is only a copy of. */
function originals(truth: Truth): (trace: 0 | 1, packet: number) => number {
  const copies = new Map([...truth.again, ...truth.duplicated].map(({ trace, packet, of }) => [`${trace} ${packet}`, of]))
  const original = (trace: 0 | 1, packet: number): number => {
    const of = copies.get(`${trace} ${packet}`)
    return of === undefined ? packet : original(trace, of)
  }
  return original
}
