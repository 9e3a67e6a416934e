import { spawnSync } from 'node:child_process'

/** What tshark calls each number of a field: one map for each value table it has for that field, in its own order. */
export type TsharkNames = ReadonlyMap<string, readonly ReadonlyMap<number, string>[]>

/** Reads `tshark -G values`; undefined where tshark is not installed. */
export function tsharkNames(): TsharkNames | undefined {
  const run = spawnSync('tshark', ['-G', 'values'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.status !== 0) return undefined
  const fields = new Map<string, Map<number, string>[]>()
  for (const line of run.stdout.split('\n')) {
    const [kind, field = '', first = '', second = '', third = ''] = line.split('\t')
    if (!/^(isakmp|eap)\./.test(field)) continue
    const [value, name] =
      kind === 'V' ? [Number(first), second] : kind === 'R' && first === second ? [Number(first), third] : [Number.NaN, '']
    if (kind === 'V' && /_vals$/.test(second)) continue
    const tables = fields.get(field) ?? []
    if (tables.length === 0) fields.set(field, tables)
    const last = tables.at(-1)
    const restart = Number.isNaN(value) ? last === undefined : last === undefined || (last.size > 0 && value < Math.max(...last.keys()))
    if (restart) tables.push(new Map())
    if (!Number.isNaN(value) && !/^(reserved|unassigned|private use|undefined|future use|allocated)\b/i.test(name))
      tables.at(-1)?.set(value, name)
  }
  return fields
}
