import { execFileSync, spawnSync } from 'node:child_process'

/** Is tshark here? Tests that take it as an oracle skip without. */
export function hasTshark(): boolean {
  return spawnSync('tshark', ['--version']).status === 0
}

/** What tshark reads of fields in every packet, in file order: the first occurrence of each, empty when there is none. */
export function tsharkFields(path: string, fields: readonly string[], preferences: readonly string[] = []): Record<string, string>[] {
  const text = execFileSync(
    'tshark',
    [
      '-n',
      '-r',
      path,
      ...preferences.flatMap(preference => ['-o', preference]),
      '-T',
      'fields',
      '-E',
      'occurrence=f',
      ...fields.flatMap(field => ['-e', field]),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const lines = text.split('\n')
  return lines.slice(0, -1).map(line => Object.fromEntries(line.split('\t').map((value, i) => [fields[i], value])))
}
