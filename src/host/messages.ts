import type { Wishes } from '../anonymise/index.ts'
import type { CutOut } from '../cut/cut.ts'
import type { Baseline } from '../trace/baseline/report.ts'
import type { Judged } from '../trace/judged.ts'
import type { Monitor } from '../trace/monitor/monitor.ts'
import type { Everywhere } from '../trace/pair/everywhere.ts'
import type { Twin } from '../trace/pair/twin.ts'
import type { Report } from '../trace/report.ts'
import type { CarriedBy } from './carried.ts'
import type { Stream } from './density.ts'
import type { Part } from './parts.ts'
import type {
  Carried,
  ContextRun,
  Fingerprint,
  Found,
  GivenAway,
  KeysTaken,
  KeyText,
  PacketRow,
  PacketView,
  Progress,
  Searched,
  Unopened,
} from './protocol.ts'

// What page and worker say to each other. Every question carries a number that its answer repeats; progress is told
// without being asked, and so is what a search found so far. What a worker says may come in parts, which follow at once. One worker holds one session and ends with it.

/** A capture to open: a File or Blob, or the URL under which our own server offers one. */
export type Opening = { readonly name: string; readonly blob: Blob } | { readonly name: string; readonly url: string }

/** Questions and their answers. */
export interface Answers {
  open: { readonly ok: true } | Unopened
  report: Report
  relate: Report
  alone: Judged
  lone: Report
  packet: PacketView
  twin: Twin
  everywhere: Everywhere
  rows: PacketRow[]
  monitor: Monitor
  baseline: Baseline
  cut: CutOut
  fingerprint: Fingerprint
  anonymised: GivenAway
  context: ContextRun[]
  keys: KeysTaken
  carried: Carried
  density: Uint32Array[]
  search: Searched
  stop: undefined
}

/** What the page asks the worker. Each has an id of its own, which comes back with the answer. */
export type Question =
  | { readonly tag: 'open'; readonly id: number; readonly files: readonly Opening[] }
  | { readonly tag: 'report'; readonly id: number }
  | { readonly tag: 'baseline'; readonly id: number }
  | { readonly tag: 'relate'; readonly id: number; readonly offset?: number }
  | { readonly tag: 'alone' | 'lone'; readonly id: number; readonly trace: number }
  | { readonly tag: 'packet'; readonly id: number; readonly trace: number; readonly number: number }
  | { readonly tag: 'twin' | 'everywhere'; readonly id: number; readonly trace: number; readonly number: number }
  | {
      readonly tag: 'context'
      readonly id: number
      readonly trace: number
      readonly hosts: readonly [string, string]
      readonly wanted: readonly number[]
    }
  | { readonly tag: 'search'; readonly id: number; readonly trace: number; readonly text: string; readonly whole?: boolean }
  /** Ends the search that was asked for with that number. */
  | { readonly tag: 'stop'; readonly id: number; readonly search: number }
  | { readonly tag: 'monitor'; readonly id: number; readonly trace: number; readonly time: number }
  | { readonly tag: 'rows'; readonly id: number; readonly trace: number; readonly from: number; readonly to: number }
  | {
      readonly tag: 'cut'
      readonly id: number
      readonly trace: number
      readonly wanted: readonly (readonly [packet: number, says: readonly string[]])[]
    }
  | {
      readonly tag: 'carried'
      readonly id: number
      readonly trace: 0 | 1 | 2
      readonly by: CarriedBy
      readonly first: number
      readonly count: number
    }
  | {
      readonly tag: 'density'
      readonly id: number
      readonly trace: 0 | 1 | 2
      readonly of: readonly Stream[]
      readonly span: number
      readonly parts: number
    }
  | { readonly tag: 'fingerprint'; readonly id: number; readonly trace: number }
  | { readonly tag: 'anonymised'; readonly id: number; readonly wishes: Wishes }
  | { readonly tag: 'keys'; readonly id: number; readonly files: readonly KeyText[] }

/** What the worker says: answers and failures by the id of their question, and progress unasked. */
export type Said =
  | { readonly tag: 'answer'; readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly tag: 'failed'; readonly id: number; readonly says: string }
  | { readonly tag: 'found'; readonly id: number; readonly found: Found }
  | { readonly tag: 'progress'; readonly progress: Progress }

/** What goes over the line from the worker: what it says, with the number of parts that are still to come, or one of them. */
export type Line = { readonly said: Said; readonly parts: number } | Part
