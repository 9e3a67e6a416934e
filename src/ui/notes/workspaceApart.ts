import type { Report } from '../../trace/report.ts'
import { MOST, SUFFIX, type WorkspaceFile, workspaceIn } from '../../workspace/file.ts'
import type { Source } from '../opening.ts'
import { isAbout } from './added.ts'

/** What was brought besides a workspace file, and that file. */
export interface Apart {
  readonly sources: readonly Source[]
  readonly workspace?: { readonly name: string; readonly file: WorkspaceFile } | { readonly name: string; readonly why: string }
}

/** Takes the workspace file out of what was brought. */
export async function workspaceApart(brought: readonly Source[]): Promise<Apart> {
  const one = brought.find(source => source.name.endsWith(SUFFIX))
  if (!one) return { sources: brought }
  const text = await textOf(one).catch(() => '')
  const file = workspaceIn(text)
  const { name } = one
  const why = 'it is called like notes and names that ikescope keeps, and holds none, or those of a later ikescope'
  return { sources: brought.filter(source => source !== one), workspace: file ? { name, file } : { name, why } }
}

async function textOf(source: Source): Promise<string> {
  if (source instanceof File) return source.size > 4 * MOST ? '' : source.text()
  return (await fetch(source.url)).text()
}

/** Why a workspace file is of no use by itself: its captures are not open. @param report on what is */
export function notAbout(file: WorkspaceFile, report: Report | undefined): string | undefined {
  if (report && isAbout(file, report)) return undefined
  return `it holds notes and names for ${file.captures.map(({ name }) => name).join(' and ') || 'no capture'}: open that first, or both together`
}

/** Where the host of the page keeps a workspace file for captures, and that file once there is one. */
export interface Beside {
  readonly at: string
  readonly file?: WorkspaceFile
}

/**
 * The workspace file that the host keeps beside one of these captures, the first without one; undefined where it keeps none.
 * @param before where it was kept until now: if that is beside one of them, it stays there
 */
export async function keptBeside(sources: readonly Source[], before: string | undefined): Promise<Beside | undefined> {
  const places = sources.flatMap(source => (source instanceof File || !source.kept ? [] : [source.kept]))
  places.sort((one, other) => Number(other === before) - Number(one === before))
  for (const at of places) {
    const answer = await fetch(at).catch(() => undefined)
    const file = answer?.ok ? workspaceIn(await answer.text()) : undefined
    if (file) return { at, file }
  }
  const [at] = places
  return at === undefined ? undefined : { at }
}
