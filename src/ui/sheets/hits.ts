import { asked, type Query } from '../../host/asked.ts'
import type { CarriedBy } from '../../host/carried.ts'
import type { Report } from '../../trace/report.ts'
import { atEnds } from '../bothEnds/router.ts'
import { type Capture, captureAt, captureCalled, captureName, capturesOf, ROUTER } from '../captures.ts'
import { namesOf } from '../case/findings.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { type Slices, whole } from '../slices.ts'
import { matches } from './fitting.ts'
import { messageHits, negotiationHits, trafficHits } from './storyHits.ts'

/** A packet of a capture, and the field that is meant in it. */
export interface Place {
  readonly packet: number
  readonly trace: Capture
  readonly field?: string
}

/** Something that a search found, and where it leads. */
export interface Hit {
  readonly id: string
  readonly group: 'Exactly this' | 'Packets' | 'Findings' | 'Negotiations' | 'Messages' | 'Protected traffic' | 'Fields'
  readonly name: string
  readonly says: string
  readonly to: Place | { readonly pair: string; readonly negotiation: string } | { readonly finding: number }
  /** One of the words asked for is the whole of something that it is known by: its SPI, its number, its name. */
  readonly exact?: boolean
  /** All packets that it stands for, where these are several. */
  readonly places?: readonly Place[]
  /** Protected traffic: its protocol, SPI and ends. */
  readonly flow?: string
  /** There may be more places: not every packet was searched. */
  readonly partly?: true
  /** The same, of which the session can tell the packets. */
  readonly carried?: CarriedBy
  /** A packet that was asked for by its number. */
  readonly number?: true
  /** There are more of its group, which are not listed. */
  readonly more?: true
}

/** Where it is searched: the whole report; what is in view only says where a hit leads that is in both captures. */
export interface Searched {
  readonly report: Report
  /** The capture in view; with both ends, the one whose packet is looked at. */
  readonly which: 0 | 1
  /** The capture that the packet list shows. */
  readonly listed: Capture
  /** Both are shown on one clock. */
  readonly both?: boolean
  /** The hosts that are in view, of one capture or of both. */
  readonly pairs: readonly HostPair[]
}

/** Hits of one group that are shown. */
const MOST = 30

/** What a text asks for in the report: a packet by its number, findings, negotiations, messages and SPIs by their words. */
export function hits(text: string, searched: Searched): Hit[] {
  return whole(seeking(text, searched))
}

/** The same in slices. */
export function* seeking(text: string, searched: Searched): Slices<Hit[]> {
  const read = asked(text)
  if (!read.ok || read.query.terms.length === 0) return []
  const all: Hit[] = []
  for (const found of [packetHit, findingHits, negotiationHits, trafficHits, messageHits])
    all.push(...(yield* first(MOST, found(read.query, searched))))
  return all
}

/** What is found one by one, with pauses. */
export type Seeking = Generator<Hit | undefined, void, undefined>

function* packetHit(query: Query, { report, listed }: Searched): Seeking {
  const words = query.terms
  const [word] = words
  const [, side, digits] = /^([abr]?)#?(\d+)$/.exec(word?.value ?? '') ?? []
  if (words.length !== 1 || word?.not || (word?.key !== undefined && word.key !== 'packet')) return
  const number = Number(digits)
  const all = capturesOf(report)
  // A number alone is first of all one of the capture that is looked at.
  const asked = captureCalled(side, listed)
  const captures = side ? [asked] : [asked, ...all.flatMap(([one]) => (one === asked ? [] : one))]
  for (const at of captures) {
    if (number < 1 || !(number <= (captureAt(report, at)?.packets ?? 0))) continue
    const name = `Packet ${all.length > 1 ? captureName(at) : ''}${number}`
    const says = messageIn(report, at, number) ?? ''
    yield { id: `packet ${at} ${number}`, group: 'Packets', name, says, to: { packet: number, trace: at }, exact: true, number: true }
  }
}

/** What the IKE message in a packet is called. */
function messageIn(report: Report, capture: Capture, number: number): string | undefined {
  const { trace, packet } = capture === ROUTER ? (atEnds(report, number) ?? {}) : { trace: capture, packet: number }
  if (packet === undefined) return undefined
  for (const { exchanges } of report.negotiations)
    for (const { messages } of exchanges)
      for (const { name, transmissions } of messages)
        for (const { sightings } of transmissions)
          for (const seen of sightings) if (seen.trace === trace && seen.packets.includes(packet)) return name
  return undefined
}

function* findingHits(query: Query, { report }: Searched): Seeking {
  const names = namesOf(report.findings)
  for (const [index, { title, says, rule, because }] of report.findings.entries()) {
    const said = `${title} ${says} ${rule} ${because.join(' ')}`
    if (matches(query, said, { finding: said }))
      yield { id: `finding ${index}`, group: 'Findings', name: title, says: names[index]!, to: { finding: index } }
  }
}

/** So many of each group lead, where they are exactly what was asked for. */
const LEADING = 5

/** Hits as they are listed: what is exactly meant first, in the order in which the groups come; Enter takes the first. */
export function ordered(all: readonly Hit[]): Hit[] {
  const leading = new Map<Hit['group'], number>()
  const leads = all.map(({ exact, group }) => {
    const before = leading.get(group) ?? 0
    if (exact) leading.set(group, before + 1)
    return exact === true && before < LEADING
  })
  return [...all.flatMap((hit, i) => (leads[i] ? [{ ...hit, group: 'Exactly this' as const }] : [])), ...all.filter((_, i) => !leads[i])]
}

function* first(most: number, all: Iterable<Hit | undefined>): Slices<Hit[]> {
  const kept: Hit[] = []
  for (const one of all) {
    if (!one) {
      yield
      continue
    }
    if (kept.length === most) return kept.map(hit => ({ ...hit, more: true }))
    kept.push(one)
  }
  return kept
}

/** What stands above the first hit of a group. */
export function headOf(all: readonly Hit[], { group }: Hit): string {
  return all.some(hit => hit.group === group && hit.more) && group !== 'Exactly this' ? `${group}, the first ${MOST}` : group
}
