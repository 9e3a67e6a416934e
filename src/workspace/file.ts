/** The workspace file: what somebody wrote beside captures, names of hosts and notes on packets, what is hidden. It lies beside the first
 *  capture and is called after it (`a.pcap.ikescope.json`); captures themselves are never written to.
 *
 *      { "ikescope": "workspace/1",
 *        "captures": [{ "name": "a.pcap", "packets": 40, "start": "2026-03-01T19:29:06.000000000Z" }],
 *        "names": { "192.0.2.10": "Branch" },
 *        "notes": [{ "capture": 0, "packet": 7, "text": "the firewall was changed here" }],
 *        "hidden": [{ "capture": 0, "packet": 12 }, { "capture": 0, "packet": 40, "of": "band" }] } */

/** A capture, told again by what is in it and not by what it is called. `start`: ISO 8601, as in the report. */
export interface CaptureName {
  readonly name: string
  readonly packets: number
  readonly start: string | null
}

/** A note on a packet; `capture` is the place in the list of captures. */
export interface KeptNote {
  readonly capture: number
  readonly packet: number
  readonly text: string
}

/** A packet that is hidden in the ladder; `of`: the band of protected traffic that begins or ends with it, the negotiation that begins with it. */
export interface HiddenPacket {
  readonly capture: number
  readonly packet: number
  readonly of?: 'band' | 'negotiation'
}

/** All that such a file says. */
export interface WorkspaceFile {
  readonly captures: readonly CaptureName[]
  /** What hosts are called, by address. */
  readonly names: ReadonlyMap<string, string>
  readonly notes: readonly KeptNote[]
  readonly hidden: readonly HiddenPacket[]
}

/** What is put behind the name of the first capture. */
export const SUFFIX = '.ikescope.json'
const KIND = 'workspace/1'

/** Larger is no workspace file, neither to read nor to write. Characters. */
export const MOST = 1 << 20
const MOST_NOTES = 5000
/** Packets that are hidden; of a file with more the first. */
export const MOST_HIDDEN = 5000
/** Characters of a note. */
export const LONGEST_NOTE = 2000
/** Characters of a host's name. */
export const LONGEST_NAME = 60

/** The file's text. */
export function written({ captures, names, notes, hidden }: WorkspaceFile): string {
  const kept = { ikescope: KIND, captures, names: Object.fromEntries(names), notes, ...(hidden.length > 0 ? { hidden } : {}) }
  return `${JSON.stringify(kept, null, 2)}\n`
}

/** What a text holds, as far as it has the expected form; undefined when it is no workspace file. */
export function workspaceIn(text: string): WorkspaceFile | undefined {
  if (text.length > MOST || !text.trimStart().startsWith('{')) return undefined
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return undefined
  }
  const { ikescope, captures, names, notes, hidden } = said as Readonly<Record<string, unknown>>
  if (ikescope !== KIND) return undefined
  const known = list(captures).flatMap(captureIn)
  if (known.length !== list(captures).length) return undefined
  return {
    captures: known,
    names: new Map(namesIn(names)),
    notes: list(notes).slice(0, MOST_NOTES).flatMap(noteIn),
    hidden: list(hidden).slice(0, MOST_HIDDEN).flatMap(hiddenIn),
  }
}

/** Whether two of them are the same capture, whatever it is called now. */
export function sameCapture(one: CaptureName, other: CaptureName): boolean {
  if (one.packets !== other.packets) return false
  return one.start === null || other.start === null ? one.name === other.name : one.start === other.start
}

function captureIn(said: unknown): CaptureName[] {
  const { name, packets, start } = (said ?? {}) as Readonly<Record<string, unknown>>
  const whole = typeof name === 'string' && isCount(packets) && (typeof start === 'string' || start === null)
  return whole ? [{ name, packets, start }] : []
}

function noteIn(said: unknown): KeptNote[] {
  const { capture, packet, text } = (said ?? {}) as Readonly<Record<string, unknown>>
  const whole = isCount(capture) && isCount(packet) && typeof text === 'string' && text.trim() !== ''
  return whole ? [{ capture, packet, text: text.slice(0, LONGEST_NOTE) }] : []
}

function hiddenIn(said: unknown): HiddenPacket[] {
  const { capture, packet, of } = (said ?? {}) as Readonly<Record<string, unknown>>
  if (!isCount(capture) || !isCount(packet)) return []
  return [{ capture, packet, ...(of === 'band' || of === 'negotiation' ? { of } : {}) }]
}

function namesIn(said: unknown): [string, string][] {
  return Object.entries((said ?? {}) as object).flatMap(([address, name]): [string, string][] =>
    typeof name === 'string' && name.trim() !== '' ? [[address, name.slice(0, LONGEST_NAME)]] : [],
  )
}

function list(said: unknown): readonly unknown[] {
  return Array.isArray(said) ? said : []
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
