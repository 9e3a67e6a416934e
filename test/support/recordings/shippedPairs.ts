import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Every pair of captures that comes with the project: its name, A's file, B's file. */
export const shippedPairs = ['lab', 'recorded', 'injected', 'composed'].flatMap(folder =>
  readdirSync(join('captures', folder), { withFileTypes: true })
    .filter(one => one.isDirectory())
    .flatMap(({ name }) => {
      const file = (end: string) => ['.pcap', '.pcapng', '.cap'].map(e => join('captures', folder, name, end + e)).find(existsSync)
      const [a, b] = [file('a'), file('b')]
      return a && b ? [[`${folder}/${name}`, a, b] as const] : []
    }),
)
