import { Kind } from '../../../dissectors/sort.ts'
import { type Found, inWords, type Rule } from '../../findings/finding.ts'
import type { Said } from '../../findings/ranking.ts'
import { listed } from '../../findings/wording.ts'
import { brokenFrom, heardAgain, leftAt, spanOf } from '../brokenPath.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { isProtected } from '../rows.ts'
import { cited, endName, other, type PairScene, wayFrom } from '../scene.ts'
import type { Stretch } from '../stretch.ts'

const rule: Rule = {
  id: 'esp-loss',
  scenario: 'T7',
  explains: [
    ...['dead-peer', 'no-answer', 'one-sided-negotiation', 'resends-last-good-message', 'answer-ignored', 'rekey-failed', 'ike-loss'],
    ...['esp-one-way', 'peer-restarted', 'delete-lost'],
  ],
  find: () => [],
}

/** T7: the path was dead between two moments, or is since the first; told once where it was so both ways. */
export function outages(pair: PairScene): Said[] {
  const [there, back] = ([0, 1] as const).map(sender => brokenFrom(pair, sender))
  const isAlike = there && back && !heardAgain(pair, 0, there) === !heardAgain(pair, 1, back)
  const told = isAlike ? [found(pair, 0, there, back)] : [there && found(pair, 0, there), back && found(pair, 1, back)]
  return told.flatMap(one => (one ? [{ rule, found: one }] : []))
}

function found(pair: PairScene, sender: 0 | 1, stretch: Stretch, back?: Stretch): Found {
  const [from, to] = [endName(pair, sender), endName(pair, other(sender))]
  const first = stretch.lost[0]!
  const [began, ended] = spanOf(pair, sender, stretch)
  const span = inWords(ended - began)
  const again = heardAgain(pair, sender, stretch)
  const isOver = again !== undefined
  const most =
    again && stretch.before !== undefined ? inWords(timeOf(pair, again) - timeOf(pair, { trace: sender, row: stretch.before })) : undefined
  const since = packetName(sender, first)
  return {
    severity: isOver ? 'warning' : 'error',
    title: isOver
      ? `${back ? `Nothing passed between ${from} and ${to}` : `Nothing from ${from} arrived at ${to}`} for ${span} at least, then it did again`
      : `${back ? `Nothing passes between ${from} and ${to}` : `Nothing from ${from} arrives at ${to}`} any more, from packet ${since} on`,
    says: [
      missing(pair, sender, stretch),
      ...(back ? [missing(pair, other(sender), back)] : []),
      `Each one before arrived, ${isOver ? 'and so did what came after' : 'and none since'}: the path ${back ? `between ${from} and ${to}` : `from ${from} to ${to}`} ${isOver ? `was dead for ${span} at least${most === undefined ? '' : ` and ${most} at most`}, and is whole again` : `is dead since then, for ${span} and longer`}.`,
      ...(back ? [] : meanwhile(pair, sender, stretch)),
    ].join(' '),
    confidence: 'certain',
    place: back ? 'both-ways' : wayFrom(sender),
    negotiation: null,
    since: { trace: sender, packet: first + 1 },
    ...(isOver ? { until: lastOf(pair, sender, stretch) } : {}),
    because: [
      'Each lost one is in the capture at its sender and not in the other, which was running.',
      'They are of every kind that was sent then: no filter for one protocol explains them.',
    ],
    evidence: [...edges(sender, stretch), ...(back ? edges(other(sender), back) : [])],
    otherwise: [
      ...(standsStill(pair, sender, stretch) ? [`The capturing machine at ${to} took nothing down in that time.`] : []),
      ...(isOver ? [] : [`The host ${to} itself is gone, and the capture runs on beside it.`]),
    ],
    tryNext: [seeWhatBroke(pair, sender, stretch)],
  }
}

/** On the clock of A. */
function timeOf(pair: PairScene, { trace, row }: { readonly trace: 0 | 1; readonly row: number }): number {
  return leftAt(pair, trace, pair.lineup.rows[trace].packets.time(row))
}

/** In the sender's trace the last that was lost, in the other one what came last by then. */
function lastOf(pair: PairScene, sender: 0 | 1, stretch: Stretch): Found['evidence'] {
  const [, ended] = spanOf(pair, sender, stretch)
  const there = within(pair, other(sender), [Number.NEGATIVE_INFINITY, ended]).at(-1)
  return [...cited(sender, [stretch.lost.at(-1)!]), ...cited(other(sender), there === undefined ? [] : [there])]
}

/** What to look at where a path broke: whatever changed at that moment. */
export function seeWhatBroke(pair: PairScene, sender: 0 | 1, stretch: Stretch): string {
  const [first, last] = [stretch.lost[0]!, stretch.lost.at(-1)!].map(row => packetName(sender, row))
  const when = heardAgain(pair, sender, stretch) === undefined ? `at packet ${first}` : `from packet ${first} to ${last}`
  return `Find out what broke the path from ${endName(pair, sender)} to ${endName(pair, other(sender))} ${when}: a link or a router that was down, a route that changed, the provider.`
}

function packetName(trace: 0 | 1, row: number): string {
  return `${'AB'[trace]}${row + 1}`
}

/** `All 12 packets that A sent from packet A33 to A47 are missing in the capture at B: 5 protected and 7 of IKE.` */
function missing(pair: PairScene, sender: 0 | 1, { lost }: Stretch): string {
  const kinds = lost.map(row => pair.lineup.rows[sender].packets.kind(row))
  const [secured, ike] = [kinds.filter(isProtected).length, kinds.filter(kind => kind === Kind.ike).length]
  const others = lost.length - secured - ike
  const counts = [[secured, 'protected'] as const, [ike, 'of IKE'] as const, [others, 'of other kinds'] as const]
  const told = counts.flatMap(([count, kind]) => (count > 0 ? [`${count} ${kind}`] : []))
  return `All ${lost.length} packets that ${endName(pair, sender)} sent from packet ${packetName(sender, lost[0]!)} to ${packetName(sender, lost.at(-1)!)} are missing in the capture at ${endName(pair, other(sender))}: ${listed(told)}.`
}

/** The first ones, and the last. */
function edges(sender: 0 | 1, { lost }: Stretch): Found['evidence'] {
  return cited(sender, lost.length > MOST ? [...lost.slice(0, MOST - 1), lost.at(-1)!] : lost)
}

const MOST = 8

/** What is known of the other direction in that time. */
function meanwhile(pair: PairScene, sender: 0 | 1, stretch: Stretch): string[] {
  const from = other(sender)
  const [here, there] = [endName(pair, sender), endName(pair, from)]
  const { packets } = pair.lineup.rows[from]
  const sent = within(pair, from, spanOf(pair, sender, stretch)).filter(
    row => pair.lineup.ends.way[from][packets.flow(row)] === Way.sentHere,
  )
  if (sent.length === 0) return [`${there} sent nothing meanwhile, so that nothing tells of the way back.`]
  const isThere = (row: number) => pair.lineup.fates.of[from][row] === Fate.delivered
  return sent.every(isThere) ? [`What ${there} sent meanwhile arrived at ${here}.`] : []
}

/** Nothing at all is in the receiver's capture in that time, of whomever: it may not have run. */
function standsStill(pair: PairScene, sender: 0 | 1, stretch: Stretch): boolean {
  return within(pair, other(sender), spanOf(pair, sender, stretch)).length === 0
}

/** Rows of a trace in a time of the clock of A. */
function within(pair: PairScene, trace: 0 | 1, [from, until]: readonly [number, number]): number[] {
  const { packets, mate } = pair.lineup.rows[trace]
  const rows: number[] = []
  for (let row = 0; row < mate.length; row++) {
    const time = leftAt(pair, trace, packets.time(row))
    if (time >= from && time <= until) rows.push(row)
  }
  return rows
}
