import { Kind } from '../../../dissectors/sort.ts'
import { firstSighting, type Seconds } from '../../model.ts'
import { type ChildAsked, childrenAsked } from '../../negotiation/childAsked.ts'
import type { Course } from '../../negotiation/course.ts'
import { has } from '../../negotiation/header.ts'
import { addressNumber, isEverything, isIn, isWithin, type Range, rangesOf, TS } from '../../negotiation/selectorRanges.ts'
import { opposite } from '../../negotiation/sides.ts'
import { isExempt } from '../../packets/exempt.ts'
import { isGroup } from '../../protected/shields.ts'
import { addressOf } from '../addresses.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { around } from '../ranking.ts'
import { listed } from '../wording.ts'

// Whoever answers may take less of the traffic than it is asked for, and says so in its own selectors (RFC 7296 §2.9). That is no fault by
// itself. But whoever asked meant all of it to be protected, and what lies outside goes as its policy has it without an SA: mostly in the
// clear, or nowhere. A client that asks for everything and gets its own address and a few networks is how remote access works: not told.

/** N17: fewer addresses were granted than were asked for; it matters where packets of the rest are seen in the clear. */
export const selectorsNarrowed: Rule = { id: 'selectors-narrowed', scenario: 'N17', find }

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const narrowed = childrenAsked(course).flatMap(child => narrowing(child) ?? [])
    return narrowed.slice(0, 1).map(one => found(scene, course, one))
  })
}

/** Addresses at both ends of what is protected. */
interface Between {
  readonly i: readonly Range[]
  readonly r: readonly Range[]
}

interface Narrowing {
  readonly child: ChildAsked
  readonly asked: Between
  readonly granted: Between
}

function narrowing(child: ChildAsked): Narrowing | undefined {
  if (!child.chosen || has(child.request.ike, 'config')) return undefined
  const [asked, granted] = [selectorsOf(child.request), selectorsOf(child.answer)]
  const sides = [asked.i, asked.r, granted.i, granted.r]
  if (sides.some(ranges => ranges.length === 0) || [...asked.i, ...asked.r].some(isEverything)) return undefined
  const isAll = asked.i.every(one => isWithin(one, granted.i)) && asked.r.every(one => isWithin(one, granted.r))
  return isAll ? undefined : { child, asked, granted }
}

function selectorsOf(message: ChildAsked['request']): Between {
  return { i: rangesOf(message, TS.i), r: rangesOf(message, TS.r) }
}

function found(scene: Scene, course: Course, { child, asked, granted }: Narrowing): Found {
  const { request, answer, asker } = child
  const [from, to] = [addressOf(course, asker), addressOf(course, opposite(asker))]
  const clear = clearOutside(scene, course, { child, asked, granted })
  const says = `${from} asked for an SA for ${textOf(asked)}. ${to} granted it for ${textOf(granted)} only (narrowing, RFC 7296 §2.9)`
  const shared = {
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The keys that were given open both selectors.'],
  } as const
  if (clear.rows.length === 0)
    return {
      ...shared,
      severity: 'note',
      title: `${to} grants a narrower SA than ${from} asks for`,
      says: `${says}. This SA carries nothing of the rest.`,
      confidence: 'certain',
      evidence: evidence([request, answer]),
      otherwise: ['Both ends are meant to be set up like that.'],
      tryNext: [REMEDY],
    }
  const packets = clear.rows.length === 1 ? 'One packet' : `${clear.rows.length} packets`
  return {
    ...shared,
    severity: 'warning',
    title: `${to} grants a narrower SA than ${from} asks for, and some of the rest goes in the clear`,
    says: `${says}. ${packets} of the rest went in the clear meanwhile: ${listed(clear.routes)}.`,
    confidence: 'likely',
    evidence: [...evidence([request, answer]), ...packetsAsEvidence(clear.rows.map(row => row + 1))],
    otherwise: [
      `${from} is meant to let go in the clear what it gets no SA for.`,
      'The capture shows packets before another SA protects them.',
    ],
    tryNext: [REMEDY],
  }
}

const REMEDY = 'Compare the networks at both ends: both should name the same ones, or what is left out should need no protection.'

function textOf({ i, r }: Between): string {
  return `${listed(i.map(({ text }) => text))} and ${listed(r.map(({ text }) => text))}`
}

interface Clear {
  readonly rows: readonly number[]
  /** `10.10.0.1 to 10.20.5.1`, in the order of their first packets. */
  readonly routes: readonly string[]
}

/** Packets in the clear between addresses that were asked for and that no SA of the two was granted for. */
function clearOutside(scene: Scene, course: Course, { child, asked }: Narrowing): Clear {
  const { packets } = scene.trace
  const table = packets.flows
  const all = around(course, scene)
    .flatMap(childrenAsked)
    .filter(one => one.chosen)
  const allGranted = all.map(one => selectorsOf(one.answer))
  const from = firstSighting(child.answer).time
  const until: Seconds = scene.lives.ike.find(life => life.course === course)?.deletedBy?.time ?? Number.POSITIVE_INFINITY
  const rows: number[] = []
  const routes = new Set<string>()
  for (let flow = 0; flow < Math.min(table.length, MOST_FLOWS); flow++) {
    if (!CLEAR.has(table.kind(flow)) || (table.kind(flow) !== Kind.ping && isExempt(table.selector(flow)))) continue
    const [source, destination] = [table.source(flow), table.destination(flow)]
    if (isGroup(destination) || !isOf(asked, source, destination, true)) continue
    if (allGranted.some(one => isOf(one, source, destination, false))) continue
    const own = [...packets.rowsOfFlow(flow)].filter(row => !scene.copies.has(row) && packets.time(row) > from && packets.time(row) < until)
    if (own.length > 0) routes.add(`${source} to ${destination}`)
    rows.push(...own.slice(0, MOST_ROWS))
  }
  return { rows: rows.sort((a, b) => packets.rank(a + 1) - packets.rank(b + 1)), routes: [...routes] }
}

/** Whether these two are meant, either way. @param whole only by selectors of all protocols and ports */
function isOf({ i, r }: Between, source: string, destination: string, whole: boolean): boolean {
  const [one, other] = [addressNumber(source), addressNumber(destination)]
  if (!one || !other) return false
  const [own, peer] = whole ? [i.filter(range => range.isWhole), r.filter(range => range.isWhole)] : [i, r]
  return (isIn(one, own) && isIn(other, peer)) || (isIn(one, peer) && isIn(other, own))
}

const CLEAR: ReadonlySet<number> = new Set([Kind.ping, Kind.tcp, Kind.tcpControl, Kind.udp])
const MOST_FLOWS = 100_000
const MOST_ROWS = 10_000
