import type { Chapter, Entry } from './entry.ts'
import { life } from './life.ts'
import { normal } from './normal.ts'
import { recording } from './recording.ts'
import { refusals } from './refusals.ts'
import { silence } from './silence.ts'
import { sizes } from './sizes.ts'
import { traffic } from './traffic.ts'
import { translation } from './translation.ts'

export type { Chapter, Entry } from './entry.ts'

/** The handbook in the order of reading. To add an entry: its place in a chapter's file. */
export const chapters: readonly Chapter[] = [normal, silence, refusals, life, sizes, traffic, translation, recording]

/** All entries. */
export const entries: readonly Entry[] = chapters.flatMap(chapter => chapter.entries)

const byRule = new Map(entries.flatMap(entry => (entry.rule === undefined ? [] : [[entry.rule, entry] as const])))

/** What the handbook says of a rule's finding. */
export function entryOf(rule: string): Entry | undefined {
  return byRule.get(rule)
}

/** Entries that hold all words of a text, wherever; all of them for an empty one. */
export function entriesWith(text: string): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(entry => {
    const all = Object.values(entry).join(' ').toLowerCase()
    return words.every(word => all.includes(word))
  })
}
