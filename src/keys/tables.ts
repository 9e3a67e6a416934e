import { espSa } from './espSa.ts'
import { ikev1Table } from './ikev1Table.ts'
import { ikev2Table } from './ikev2Table.ts'
import type { Key } from './key.ts'

/** A table of Wireshark's, which strongSwan's save-keys plugin writes too: one key a line, columns between commas. */
export interface LineFormat {
  readonly name: string
  takes(columns: readonly string[]): boolean
  /** Throws Unreadable. */
  read(columns: readonly string[]): Key
}

/** To add one: its file, and its name here. A line is the first's that takes it. */
const formats: readonly LineFormat[] = [espSa, ikev2Table, ikev1Table]

/** Keys of a line; undefined when it is in none of the tables. Throws Unreadable. */
export function tableKey(line: string): Key | undefined {
  const columns = columnsOf(line)
  return formats.find(format => format.takes(columns))?.read(columns)
}

/** Columns, with the quotation marks around them taken off. */
function columnsOf(line: string): string[] {
  return [...line.matchAll(/\s*(?:"([^"]*)"|([^,]*))\s*(?:,|$)/g)]
    .map(([, quoted, plain]) => (quoted ?? plain ?? '').trim())
    .slice(0, countOf(line))
}

/** One more than there are commas outside of quotation marks. */
function countOf(line: string): number {
  return line.replaceAll(/"[^"]*"/g, '').split(',').length
}
