/** Files opened before, newest first, in one small file of the user's own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'

const most = 10

/** The list with these files at its head. */
export function remember(list: readonly string[], opened: readonly string[]): readonly string[] {
  return [...new Set([...opened, ...list])].slice(0, most)
}

/** The list as stored, without files that are gone; empty when there is none or it is not one. */
export function loadRecent(path: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Array.isArray(list)
      ? list.filter((one): one is string => typeof one === 'string' && isAbsolute(one) && existsSync(one)).slice(0, most)
      : []
  } catch {
    return []
  }
}

/** Stores the list; a folder that cannot be written costs only the list. */
export function saveRecent(path: string, list: readonly string[]): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(list))
  } catch {
    return
  }
}
