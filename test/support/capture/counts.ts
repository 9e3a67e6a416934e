import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpus, hasCorpus } from './corpus.ts'

/** What MANIFEST.tsv counts in a file: packets, and packets in which tshark finds a layer, however deep. */
export interface Counted {
  readonly path: string
  readonly packets: number
  readonly ike: number
  readonly esp: number
  readonly ah: number
}

/** Rows of the corpus' table of contents with their counts of protocols; none when it is absent. */
export function counted(): Counted[] {
  if (!hasCorpus) return []
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trimEnd().split('\n').slice(1)
  return rows.map(row => {
    const [path = '', , , , , packets, counts = ''] = row.split('\t')
    const of = (name: string) => Number(new RegExp(`(?:^| )${name}=(\\d+)`).exec(counts)?.[1] ?? 0)
    return { path, packets: Number(packets), ike: of('ikev1') + of('ikev2'), esp: of('esp'), ah: of('ah') }
  })
}
