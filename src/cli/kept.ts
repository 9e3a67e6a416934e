import { basename } from 'node:path'
import { readBeside } from '../shell/beside.ts'
import type { Report } from '../trace/report.ts'
import type { Manner } from '../ui/picture/figure.ts'
import { SUFFIX, workspaceIn } from '../workspace/file.ts'

/** Names and notes that somebody keeps beside the first capture, and in which file. Nothing where there is none, or one about others. */
export async function kept(first: string, report: Report): Promise<{ readonly manner: Manner; readonly from?: string }> {
  const text = await readBeside(first + SUFFIX)
  const file = text === undefined ? undefined : workspaceIn(text)
  if (!file) return { manner: {} }
  const { add, isAbout, nothingAdded } = await import('../ui/notes/added.ts')
  if (!isAbout(file, report)) return { manner: {} }
  const { peers, notes } = add(nothingAdded, { type: 'workspace', file }, report)
  return { manner: { names: peers, notes }, from: basename(first + SUFFIX) }
}
