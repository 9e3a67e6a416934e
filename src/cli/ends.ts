import type { Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import { SUFFIX } from '../workspace/file.ts'
import { type Command, flagged, opened, valued } from './command.ts'
import { EXEMPT_OPTION, exemptHosts } from './exempt.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from './keyFiles.ts'
import { Mistake } from './mistake.ts'
import { clockOffset, OFFSET_OPTION } from './offset.ts'

// What analyze, ladder and report take alike: a capture, or those of both ends and a router's between them.

/** For the line of usage. */
export const ENDS_USAGE = '[--between R] [--offset SECONDS] [--keys FILE] [--exempt ADDR]'

/** For the help, one line each. */
export const ENDS_OPTIONS: readonly string[] = [
  '--between R   a capture taken on a router between the two: on which side of it packets were lost',
  OFFSET_OPTION,
  KEYS_OPTION,
  EXEMPT_OPTION,
]

/** What was opened. */
export interface Ends {
  readonly session: Session
  readonly report: Report
  readonly flags: ReadonlySet<string>
  /** The path of A. */
  readonly first: string
  /** All that was read, and what may lie beside A. */
  readonly read: readonly string[]
}

/**
 * Opens what a command was told to look at; wrong usage is a Mistake before anything is read.
 * @param known flags of the command's own  @param args without its own options that take a value
 */
export async function openEnds({ name, usage }: Command, args: readonly string[], known: readonly string[] = []): Promise<Ends> {
  const { rest: withoutExempt, exempt } = exemptHosts(args)
  const { rest: withoutKeys, paths } = keyPaths(withoutExempt)
  const { rest: withoutOffset, offset } = clockOffset(withoutKeys)
  const { rest, value: between } = valued(withoutOffset, '--between')
  const { names, flags } = flagged(rest, known, usage)
  if (names.length < 1 || names.length > (between === undefined ? 3 : 2))
    throw new Mistake(`${name} takes one file, those of both ends, or a third one from between; these are ${names.length}`)
  if (between !== undefined && names.length < 2) throw new Mistake('--between stands between two files')
  if (offset !== undefined && names.length < 2) throw new Mistake('--offset relates the clocks of two files')
  const files = between === undefined ? names : [...names, between]
  const session = await opened(files, await keyTexts(paths), exempt, between !== undefined)
  const report = await (offset === undefined ? session.report() : session.relate(offset))
  const first = names[0]!
  return { session, report, flags, first, read: [...files, ...paths, first + SUFFIX] }
}
