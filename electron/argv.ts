import { isAbsolute, resolve } from 'node:path'

/** The capture files among a program's arguments, as absolute paths. A packaged program is followed by its arguments, one
 *  under development by the project's folder first; Chromium's own switches are skipped. */
export function filesOf(argv: readonly string[], packaged: boolean, folder: string): readonly string[] {
  return argv
    .slice(packaged ? 1 : 2)
    .filter(arg => !arg.startsWith('-'))
    .map(arg => resolve(folder, arg))
}

/** What a second start hands to the first: data from another process, so looked at before it is believed. */
export function filesHanded(data: unknown): readonly string[] {
  const files = typeof data === 'object' && data !== null && 'files' in data ? data.files : undefined
  return Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string' && isAbsolute(file)) : []
}
