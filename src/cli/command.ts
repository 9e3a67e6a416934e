import type { ByteSource } from '../capture/source.ts'
import { fileSource } from '../host/fileSource.ts'
import type { KeyText, Progress, Session } from '../host/protocol.ts'
import { openSession } from '../host/session.ts'
import { size } from '../text/figures.ts'
import { keysInVain } from '../text/keysTaken.ts'
import type { Report } from '../trace/report.ts'
import { failed, Mistake } from './mistake.ts'
import { type Output, onOneLine } from './output.ts'
import { limitYoungObjects } from './youngObjects.ts'

/** Something ikescope can be told to do. */
export interface Command {
  readonly name: string
  /** `analyze FILE [B] [--json]`. */
  readonly usage: string
  readonly says: string
  readonly options?: readonly string[]
  /** What exit code 1 says, where there is one. 0 is all else that went well, 2 unreadable input or wrong usage. */
  readonly one?: string
  /** Returns the exit code. */
  run(args: readonly string[], out: Output): Promise<number>
}

/**
 * Splits arguments into names and the flags a command knows; `--` ends the flags.
 * @param usage of the command: what it says of options is told where one is not known
 */
export function flagged(args: readonly string[], known: readonly string[], usage: string): { names: string[]; flags: ReadonlySet<string> } {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  const flags = before.filter(arg => arg.startsWith('-') && arg !== '-')
  const unknown = flags.find(flag => !known.includes(flag))
  if (unknown) throw new Mistake(`unknown option ${unknown}; there is ${usage.match(/--[a-z-]+/g)?.join(', ') ?? 'none'}`)
  const names = before.filter(arg => !flags.includes(arg))
  return { names: end < 0 ? names : [...names, ...args.slice(end + 1)], flags: new Set(flags) }
}

/** Takes `NAME VALUE` or `NAME=VALUE` out of the arguments; behind `--` there are only names. */
export function valued(args: readonly string[], name: string): { rest: string[]; value: string | undefined } {
  const end = args.indexOf('--')
  const isIt = (arg: string, place: number) => (end < 0 || place < end) && (arg === name || arg.startsWith(`${name}=`))
  const at = args.findIndex(isIt)
  if (at < 0) return { rest: [...args], value: undefined }
  if (args.findLastIndex(isIt) > at) throw new Mistake(`${name} is there twice`)
  const joined = args[at]!.length > name.length
  const value = joined ? args[at]!.slice(name.length + 1) : args[at + 1]
  if (value === undefined || value === '' || (!joined && value.startsWith('--'))) throw new Mistake(`${name} needs a value`)
  return { rest: [...args.slice(0, at), ...args.slice(at + (joined ? 1 : 2))], value }
}

/** Reads the captures, and decrypts what the keys open; what cannot be read is a Mistake. */
export async function opened(
  paths: readonly string[],
  keys: readonly KeyText[] = [],
  exempt: readonly string[] = [],
  between = false,
): Promise<Session> {
  const sources: ByteSource[] = []
  for (const path of paths)
    sources.push(
      await sourceOf(path).catch(async problem => {
        for (const one of sources) await one.close?.()
        throw problem
      }),
    )
  process.once('SIGINT', interrupted)
  limitYoungObjects()
  const result = await openSession(sources, told(), undefined, { exempt, between })
  process.off('SIGINT', interrupted)
  ended()
  if (!result.ok) throw new Mistake(`${paths[result.place]}: ${result.why}`)
  if (keys.length > 0) {
    const taken = await result.session.keys(keys)
    for (const line of [...keysInVain(taken), ...taken.problems]) process.stderr.write(`${onOneLine(`ikescope: ${line}`)}\n`)
  }
  return result.session
}

/** A file to be read; one that is not there is a Mistake. */
export async function sourceOf(path: string): Promise<ByteSource> {
  try {
    return await fileSource(path)
  } catch (problem) {
    throw failed(path, problem)
  }
}

/** What is said of a packet that a capture does not have. */
export function hasNo(number: number, path: string, packets: number): Mistake {
  return new Mistake(`${path} has ${packets === 0 ? 'no packets' : `packets 1 to ${packets}`}, there is no ${number}`)
}

/** What 1 of `verdictCode` says. */
export const VERDICT = 'a finding is a fault or worth knowing'

/** 0 nothing worse than a note, 1 a fault or something worth knowing. */
export function verdictCode(report: Report): number {
  return report.findings.some(finding => finding.severity !== 'note') ? 1 : 0
}

let telling = false

/** Says on a terminal how far reading has come, from half a second on. */
function told(): (progress: Progress) => void {
  if (!process.stderr.isTTY) return limitYoungObjects
  const began = performance.now()
  return ({ name, read, size: whole }) => {
    limitYoungObjects()
    if (performance.now() - began < 500) return
    telling = true
    process.stderr.write(`\r\x1b[Kreading ${onOneLine(name)}: ${size(read)} of ${size(whole)}`)
  }
}

/** Takes the line on progress away. */
export function ended(): void {
  if (telling) process.stderr.write('\r\x1b[K')
  telling = false
}

function interrupted(): void {
  ended()
  process.exit(130)
}
