import type { History } from '../history.ts'
import type { Message, Seconds } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import type { IkeLife, IpsecLife } from '../protected/lifetime.ts'
import type { Finding } from '../report.ts'
import type { TraceAbout } from '../summary.ts'
import { type Step, stepSays } from './captureAt.ts'

/** What a rule looks at: one trace, what was worked out from it, and what its file says of itself. */
export interface Scene extends History {
  readonly about: TraceAbout
  /** Time of the last packet. */
  readonly end: Seconds
}

/** A finding before its rule has put its name on it. */
export interface Found extends Omit<Finding, 'rule' | 'scenario' | 'consequenceOf' | 'tryNext'>, Unreported {
  readonly tryNext: readonly Step[]
}

/** What a rule knows of its finding for those that go on with it; no reader sees it. */
export interface Unreported {
  /** Rules whose finding on the same negotiation this very one is a consequence of; `Rule.explains`, said from below. */
  readonly under?: readonly string[]
  /** The host that it is about, where both captures speak of one: as it is seen, and whether a NAT stands before it. */
  readonly about?: { readonly address: string; readonly isTranslated: boolean }
  /** What it says where another capture leaves no doubt. */
  readonly sure?: { readonly title: string; readonly says: string }
  /** The beginning of what it says, that holds whatever another capture shows. */
  readonly lead?: string
  /** Its title as its capture alone has it, before it is named beside another one. */
  readonly alone?: string
  /** The message that did not arrive, by name. */
  readonly message?: string
  /** The address of whoever did not accept the other's proof of identity. */
  readonly refuser?: string
  /** The answer does not go back the way of its question, whatever became of it. */
  readonly astray?: true
  /** Somebody says so with ICMP: it rests on packets that are here, not on what is missing. */
  readonly attested?: true
  /** Of an event the packet with which it began: nothing before follows from it. What holds all the time, as loss on a path, has none. */
  readonly since?: Finding['evidence'][number]
  /** Of an event that ended the last packet of it in each trace: what only came after does not follow from it. */
  readonly until?: Finding['evidence']
  /** Where several attempts are told as one, the packets of the first. */
  readonly first?: Finding['evidence']
  /** Of a rule that says several things of one negotiation which of them it is: two captures tell each once. */
  readonly matter?: string
  /** SAs of which each took the place of the one before, as its capture shows them. */
  readonly chain?: readonly (IkeLife | IpsecLife)[]
}

/** The part of a finding that is reported. */
export function reported({
  under: _,
  about: _1,
  sure: _2,
  lead: _3,
  alone: _4,
  message: _5,
  refuser: _6,
  attested: _7,
  since: _8,
  until: _9,
  first: _10,
  chain: _11,
  astray: _12,
  matter: _13,
  tryNext,
  ...found
}: Found) {
  return { ...found, tryNext: tryNext.map(stepSays) }
}

/**
 * What is not here, from which a rule concludes:
 *
 *   packet     packets that did not come: one that the capture dropped may be all there is to it
 *   pieces     parts of something that came in part
 *   silence    that somebody says nothing at all
 *   waiting    that somebody waits for an answer
 */
export type Absence = 'packet' | 'pieces' | 'silence' | 'waiting'

/** One fault that can be told from a trace: one file each, named as the fault. */
export interface Rule {
  /** The id in the report, `fragments-lost`. */
  readonly id: string
  /** Row of the scenario table, `F1`. */
  readonly scenario: string
  /** Rules whose finding on the same negotiation is only a consequence of this one. What is only worth a note explains notes alone. */
  readonly explains?: readonly string[]
  /** Rules whose finding on the same negotiation is no fault where this note holds. */
  readonly excuses?: readonly string[]
  /** What it explains may also be a later negotiation of the same two hosts. */
  readonly beyond?: boolean
  /** When a later negotiation of the same two hosts comes to stand, it was a warning. */
  readonly heals?: boolean
  /** Its words say who sent what and how often: where it stopped, only what was due is told with them. */
  readonly namesSender?: boolean
  /** What it concludes from that is not here; it is doubted as far as the capture is (doubt.ts). */
  readonly rests?: Absence
  /** The same of a rule that sees a fault itself as well, and only what it comes of by what is not here. */
  readonly restsBesides?: Absence
  /** It asks what came within some time, as all do that conclude from silence or waiting. */
  readonly goesByTime?: boolean
  readonly find: (scene: Scene) => readonly Found[]
}

/** The first packet of every sending of these messages, as evidence. */
export function evidence(messages: readonly Message[]): Finding['evidence'] {
  return packetsAsEvidence(messages.flatMap(m => m.transmissions.map(t => t.sightings[0]!.packets[0]!)))
}

/** Packet numbers as evidence; a long row is cut to its first ones. */
export function packetsAsEvidence(packets: readonly number[]): Finding['evidence'] {
  return packets.slice(0, MOST_CITED).map(packet => ({ trace: 0 as const, packet }))
}

/** The id that the report gives to the negotiation of a course or a message. */
export function idOf({ negotiation }: Pick<Course, 'negotiation'>): string {
  return `N${negotiation.number + 1}`
}

/** Seconds as a person says them: `4.0 s`, `25 s`, `30 ms`, `4 h 24 min`, `907.0 days`. */
export function inWords(seconds: Seconds): string {
  if (seconds < AT_ONCE) return seconds < 0.001 ? 'less than 1 ms' : `${Math.round(seconds * 1000)} ms`
  if (seconds < HOURS) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  if (seconds >= DAYS) return `${(seconds / 86_400).toFixed(1)} days`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`
}

/** From here on a count of seconds says nothing to anybody. */
export const HOURS: Seconds = 7200

/** And from here on a count of hours. */
const DAYS: Seconds = 172_800

/** So little that a person would say `right after`. */
export const AT_ONCE: Seconds = 0.095

/** `once`, `4 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

const MOST_CITED = 12
