import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Captures by others. Absent on most machines: what needs them is skipped there. */
export const corpus = process.env.IKESCOPE_CORPUS ?? resolve(import.meta.dirname, '../../../../shared/corpus')
export const hasCorpus = existsSync(join(corpus, 'MANIFEST.tsv'))

/** A row of the corpus' table of contents. */
export interface Listed {
  readonly path: string
  readonly format: string
  readonly packets: number
}

export function listed(): Listed[] {
  if (!hasCorpus) return []
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trimEnd().split('\n').slice(1)
  return rows.map(row => {
    const [path, , , format, , packets] = row.split('\t') as [string, string, string, string, string, string]
    return { path, format, packets: Number(packets) }
  })
}

/** Files that editcap made of others: the original's name and what it was turned into. libpcap's copies are shorter. */
export function derived(): { readonly name: string; readonly from: string; readonly kind: string }[] {
  if (!hasCorpus) return []
  const named = (path: string) => path.replace(/^.*\//, '').replace(/\.[^.]+$/, '')
  const all = listed()
  return readdirSync(join(corpus, 'derived')).map(name => {
    const [base, ...kind] = name.split('.') as [string, ...string[]]
    return { name, from: all.find(({ path }) => named(path) === base && !path.includes('/filter/'))!.path, kind: kind.join('.') }
  })
}

export const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(corpus, path)))
