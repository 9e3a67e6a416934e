import type { Report } from '../../trace/report.ts'
import { LONGEST_NAME, LONGEST_NOTE, sameCapture, type WorkspaceFile } from '../../workspace/file.ts'
import { hiddenToKeep, marksIn } from './hiding.ts'

/** A note on a packet. */
export interface Note {
  readonly trace: 0 | 1
  readonly packet: number
  readonly text: string
}

/** What somebody added to the captures, and what they do not want to see. */
export interface Added {
  /** What somebody calls the hosts, by address. */
  readonly peers: ReadonlyMap<string, string>
  readonly notes: readonly Note[]
  /** Rows of the ladder that are hidden, and negotiations, by their marks (hiding.ts). */
  readonly hidden: ReadonlySet<string>
  /** Names and notes are not in a file yet. */
  readonly unsaved: boolean
}

/** What of it a file holds. */
export type ToKeep = Omit<Added, 'unsaved'>

/** What somebody can add, hide or bring back. */
export type AddedAction =
  | { readonly type: 'peer'; readonly address: string; readonly name: string }
  /** Without text: the note is taken away. */
  | ({ readonly type: 'note' } & Note)
  | { readonly type: 'hide'; readonly marks: readonly string[] }
  | { readonly type: 'unhide' }
  /** A workspace file was read: what it holds of the captures that are open joins what is there. */
  | { readonly type: 'workspace'; readonly file: WorkspaceFile; readonly unsaved?: boolean }

/** Before anybody wrote anything. */
export const nothingAdded: Added = { peers: new Map(), notes: [], hidden: new Set(), unsaved: false }

/** What is added after something happened. @param report of what is open */
export function add({ peers, notes, hidden, unsaved }: Added, action: AddedAction, report: Report | undefined): Added {
  switch (action.type) {
    case 'peer':
      return { peers: named(peers, action.address, action.name), notes, hidden, unsaved: true }
    case 'note':
      return { peers, notes: noted(notes, action), hidden, unsaved: true }
    case 'hide':
      return { peers, notes, hidden: new Set([...hidden, ...action.marks]), unsaved: true }
    case 'unhide':
      return { peers, notes, hidden: new Set(), unsaved: true }
    case 'workspace': {
      const { file } = action
      const traces = report?.traces ?? []
      const traceOf = (capture: number) => {
        const of = file.captures[capture]
        const trace = of ? traces.findIndex(one => sameCapture(one, of)) : -1
        return trace === 0 || trace === 1 ? trace : undefined
      }
      const kept = file.notes.flatMap(({ capture, ...note }): Note[] => {
        const trace = traceOf(capture)
        return trace !== undefined && note.packet >= 1 && note.packet <= traces[trace]!.packets ? [{ trace, ...note }] : []
      })
      const marks = report ? marksIn(file.hidden, report, traceOf) : []
      const read = { peers: file.names, notes: kept, hidden: new Set(marks), unsaved: false }
      return { ...together({ peers, notes, hidden, unsaved }, read), unsaved: action.unsaved ?? unsaved }
    }
  }
}

/** What was added, and what was added after it. */
export function together(first: Added, then: Added): Added {
  return {
    peers: new Map([...first.peers, ...then.peers]),
    notes: then.notes.reduce(noted, first.notes),
    hidden: new Set([...first.hidden, ...then.hidden]),
    unsaved: first.unsaved || then.unsaved,
  }
}

/** What of it goes over to other captures: all that is about one that is among them again. @param before what was open */
export function carried(added: Added, before: Report | undefined, report: Report): Added {
  const file = before && toKeep(added, before)
  return file && isAbout(file, report) ? add(nothingAdded, { type: 'workspace', file, unsaved: added.unsaved }, report) : nothingAdded
}

/** These parts of a state alone. */
export function addedOf({ peers, notes, hidden, unsaved }: Added): Added {
  return { peers, notes, hidden, unsaved }
}

/** Whether nothing was added, changed or taken away between the two. */
export function isUnchanged(one: ToKeep, other: ToKeep): boolean {
  return one.peers === other.peers && one.notes === other.notes && one.hidden === other.hidden
}

/** Whether a workspace file is about a capture that is open. */
export function isAbout(file: WorkspaceFile, report: Report): boolean {
  return file.captures.some(one => report.traces.slice(0, 2).some(trace => sameCapture(trace, one)))
}

/** What is to be kept of it in a file. */
export function toKeep({ peers, notes, hidden }: ToKeep, report: Report): WorkspaceFile {
  const captures = report.traces.slice(0, 2).map(({ name, packets, start }) => ({ name, packets, start }))
  return {
    captures,
    names: peers,
    notes: notes.map(({ trace, ...note }) => ({ capture: trace, ...note })),
    hidden: hiddenToKeep(hidden, report),
  }
}

/** What a host is called: its name, else its address. */
export function nameOf({ peers }: Pick<Added, 'peers'>, address: string): string {
  return peers.get(address) ?? address
}

/** The note on a packet. */
export function noteOn(notes: readonly Note[], trace: 0 | 1, packet: number): Note | undefined {
  return notes.find(note => note.trace === trace && note.packet === packet)
}

function named(peers: ReadonlyMap<string, string>, address: string, name: string): ReadonlyMap<string, string> {
  const next = new Map(peers)
  const short = name.trim().slice(0, LONGEST_NAME)
  if (short) next.set(address, short)
  else next.delete(address)
  return next
}

function noted(notes: readonly Note[], { trace, packet, text }: Note): readonly Note[] {
  const others = notes.filter(note => note.trace !== trace || note.packet !== packet)
  const short = text.trim().slice(0, LONGEST_NOTE)
  return short === '' ? others : [...others, { trace, packet, text: short }].sort(byPlace)
}

function byPlace(one: Note, other: Note): number {
  return one.trace - other.trace || one.packet - other.packet
}
