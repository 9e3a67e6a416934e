import { firstSighting } from '../model.ts'
import { addressesOf, rekeyedFrom } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { Exchanges } from '../negotiation/header.ts'
import { phase2 } from '../negotiation/phase2.ts'
import { countWhile } from '../packets/ascending.ts'
import type { Packets } from '../packets/packets.ts'
import type { Finding } from '../report.ts'
import type { Trace } from '../trace.ts'
import { coursesBetween } from './espPairs.ts'
import { type Found, type Rule, reported, type Scene } from './finding.ts'
import { isOfOtherHosts } from './ofOtherHosts.ts'
import { listed } from './wording.ts'

/** Something that a rule said. */
export interface Said {
  readonly rule: Rule
  readonly found: Found
}

/** The root cause first; a fault that healed is a warning, the same fault of several attempts is said once, and what
 *  another finding explains is kept as a note under it.
 *  @param traces that evidence is of */
export function ranked(said: readonly Said[], scene: Scene, traces: readonly Trace[] = [scene.trace]): Finding[] {
  const packets = traces.map(trace => trace.packets)
  const byId = new Map(scene.courses.map((course, i) => [`N${i + 1}`, course]))
  const courseOf = (found: Found) => (found.negotiation === null ? undefined : byId.get(found.negotiation))
  const all = together(said.map(one => healed(one, courseOf(one.found), scene))).sort(bySeverity)
  const causes = new Map<Said, Said>()
  const explaining = byExplained(all)
  for (const one of all) {
    const above = all.filter(other => one.found.under?.includes(other.rule.id))
    const may = (other: Said) =>
      isSure(other.found) &&
      !hides(other, one) &&
      sameMatter(other, one.found, courseOf, traces) &&
      !isLater(other.found, one.found, packets) &&
      !isOver(other.found, one.found, packets)
    const cause = [...above, ...(explaining.get(one.rule.id) ?? [])].find(may)
    // The same may be said of both ways: the cause is that which speaks of the same packets.
    const nearer = cause && all.find(other => other.rule.id === cause.rule.id && may(other) && sharesPackets(other.found, one.found))
    if (cause) causes.set(one, nearer ?? cause)
  }
  const quiet = (one: Said): Said => (causes.has(one) ? { ...one, found: { ...one.found, severity: 'note' } } : one)
  const order = [...all].sort((a, b) => bySeverity(quiet(a), quiet(b)) || Number(causes.has(a)) - Number(causes.has(b)))
  const places = new Map(order.map((one, place) => [one, place]))
  return order.map(one => {
    const cause = causes.get(one)
    const finding: Finding = { rule: one.rule.id, scenario: one.rule.scenario, ...reported(quiet(one).found) }
    return cause ? { ...finding, consequenceOf: places.get(cause)! } : finding
  })
}

function sharesPackets({ evidence }: Found, other: Found): boolean {
  return evidence.some(one => other.evidence.some(({ trace, packet }) => trace === one.trace && packet === one.packet))
}

/** All that the effect was seen in had passed when it began: it is no cause of that. */
function isLater({ since }: Found, effect: Found, packets: readonly Packets[]): boolean {
  const of = since && packets[since.trace]
  if (!of) return false
  const seen = (effect.first ?? effect.evidence).filter(one => one.trace === since.trace)
  return seen.length > 0 && seen.every(one => of.rank(one.packet) < of.rank(since.packet))
}

/** All that the effect was seen in came when it was over. */
function isOver({ until }: Found, effect: Found, packets: readonly Packets[]): boolean {
  if (!until) return false
  const isAfter = ({ trace, packet }: Finding['evidence'][number]) => {
    const last = until.find(one => one.trace === trace)
    const of = packets[trace]
    return last !== undefined && of !== undefined && of.rank(packet) > of.rank(last.packet)
  }
  return (effect.first ?? effect.evidence).every(isAfter)
}

/** A fault is read although a note could explain it, or nobody would be told of any; unless that note says that it is none. */
function hides({ rule, found }: Said, fault: Said): boolean {
  return found.severity === 'note' && fault.found.severity !== 'note' && !rule.excuses?.includes(fault.rule.id)
}

/** A mere possibility explains nothing away. */
function isSure({ severity, confidence }: Found): boolean {
  return severity !== 'note' || confidence !== 'possible'
}

/** By the id of a rule, in order, what may explain it. */
function byExplained(all: readonly Said[]): Map<string, Said[]> {
  const explaining = new Map<string, Said[]>()
  for (const one of all) {
    for (const id of [...(one.rule.explains ?? []), ...(one.rule.excuses ?? [])]) {
      const known = explaining.get(id)
      if (known) known.push(one)
      else explaining.set(id, [one])
    }
  }
  return explaining
}

function bySeverity(a: Said, b: Said): number {
  return RANK[a.found.severity] - RANK[b.found.severity]
}

const RANK = { error: 0, warning: 1, note: 2 } as const

/** What went wrong in one attempt and right in a later one was no more than a warning. */
function healed(one: Said, course: Course | undefined, scene: Scene): Said {
  const { rule, found } = one
  const stands = rule.heals && course && found.severity === 'error' ? recovered(course, scene) : undefined
  if (!stands || !course) return one
  const [before, by] = [course, stands].map(({ negotiation, initiator }) => addressesOf(negotiation, initiator))
  const isOther = before!.length > 0 && by!.length > 0 && !by!.some(address => before!.includes(address))
  const why = `Another attempt of the same two hosts succeeded${isOther ? `; ${by![0]} began that one` : ''}.`
  return { rule, found: { ...found, severity: 'warning', because: [...found.because, why] } }
}

/** A negotiation of the same two hosts that stands, began later or crossed this one, and has what failed here. */
function recovered(course: Course, scene: Pick<Scene, 'courses'>): Course | undefined {
  const isWanting = quickModes(course).some(e => e.outcome !== 'complete')
  const has = (c: Course) => !isWanting || quickModes(c).some(e => e.outcome === 'complete')
  const last = standing(between(course, scene)).findLast(c => c !== course && has(c))
  return last !== undefined && startOf(last) > startOf(course) - CROSSED ? last : undefined
}

function quickModes(course: Course) {
  return phase2(course).filter(e => e.exchangeType === Exchanges.quick)
}

/** Seconds between two negotiations that cross. */
const CROSSED = 2

/** When the first message of a negotiation was seen. */
export function startOf({ negotiation }: Course): number {
  return firstSighting(negotiation.messages[0]!).time
}

const standingOf = new WeakMap<readonly Course[], readonly Course[]>()

/** Those that came to stand; worked out once for each pair of hosts. An IKE SA that another one made is no attempt of theirs. */
function standing(all: readonly Course[]): readonly Course[] {
  const known = standingOf.get(all) ?? all.filter(c => c.verdict.outcome === 'established' && !rekeyedFrom(c.negotiation))
  standingOf.set(all, known)
  return known
}

/** The negotiations of the same two hosts that began next after this one: as many as are looked at. */
export function later(course: Course, scene: Pick<Scene, 'courses'>): readonly Course[] {
  const all = between(course, scene)
  const at = placeIn(all, course)
  return all.slice(all[at] === course ? at + 1 : at, at + MOST)
}

/** The negotiations of the same two hosts around this one, this one among them. */
export function around(course: Course, scene: Pick<Scene, 'courses'>): readonly Course[] {
  const all = between(course, scene)
  const at = placeIn(all, course)
  return all.slice(Math.max(0, at - MOST), at + MOST)
}

/** A scanner makes thousands of negotiations between two hosts; what belongs together is near. */
const MOST = 64

function placeIn(all: readonly Course[], { negotiation }: Course): number {
  return countWhile(all.length, at => all[at]!.negotiation.number < negotiation.number)
}

const NONE: readonly Course[] = []

const known = new WeakMap<Course, { readonly courses: readonly Course[]; readonly between: readonly Course[] }>()

/** All negotiations of the same two hosts, in order. */
function between(course: Course, scene: Pick<Scene, 'courses'>): readonly Course[] {
  const before = known.get(course)
  if (before?.courses === scene.courses) return before.between
  const between = lookedUp(course, scene)
  known.set(course, { courses: scene.courses, between })
  return between
}

function lookedUp(course: Course, scene: Pick<Scene, 'courses'>): readonly Course[] {
  const [source] = addressesOf(course.negotiation, 0)
  const [destination] = addressesOf(course.negotiation, 1)
  return source === undefined || destination === undefined ? NONE : coursesBetween(scene, { source, destination })
}

/** One finding for the same fault of several attempts: the title names hosts and fault. */
function together(all: readonly Said[]): Said[] {
  const groups = new Map<string, Said[]>()
  all.forEach((one, i) => {
    const key = one.found.negotiation === null ? `${i}` : `${one.rule.id} ${one.found.title}`
    const known = groups.get(key)
    if (known) known.push(one)
    else groups.set(key, [one])
  })
  return [...groups.values()].map(group => {
    const [first, ...more] = group as [Said, ...Said[]]
    const elsewhere = [...new Set(more.map(one => one.found.negotiation!))].filter(id => id !== first.found.negotiation)
    if (elsewhere.length === 0) return first
    const worst = group.reduce((a, b) => (RANK[b.found.severity] < RANK[a.found.severity] ? b : a)).found.severity
    const evidence = ([0, 1] as const).flatMap(trace => group.flatMap(one => ofTrace(one.found, trace).slice(0, 4)).slice(0, 12))
    const says = `${first.found.says} The same happened again in ${listed(elsewhere)}.`
    return { rule: first.rule, found: { ...first.found, severity: worst, says, evidence, first: first.found.evidence } }
  })
}

function ofTrace({ evidence }: Found, trace: 0 | 1): Found['evidence'] {
  return evidence.filter(one => one.trace === trace)
}

function sameMatter(one: Said, other: Found, courseOf: (found: Found) => Course | undefined, traces: readonly Trace[]): boolean {
  if (one.found === other) return false
  if (one.found.negotiation === null) return !isOfOtherHosts(one.found, other, courseOf(other), traces)
  if (one.found.negotiation === other.negotiation) return true
  if (one.found.first && sharesPackets(one.found, other)) return true
  if (!one.rule.beyond) return false
  const [a, b] = [courseOf(one.found), courseOf(other)]
  if (!a || !b || b.negotiation.number < a.negotiation.number) return false
  const hosts = [0, 1].flatMap(side => addressesOf(b.negotiation, side as 0 | 1))
  return [0, 1].every(side => addressesOf(a.negotiation, side as 0 | 1).some(address => hosts.includes(address)))
}
