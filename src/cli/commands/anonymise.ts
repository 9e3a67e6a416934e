import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { anonymise as anonymised, type FileFormat } from '../../anonymise/index.ts'
import { type Command, flagged, sourceOf, valued } from '../command.ts'
import { Mistake } from '../mistake.ts'
import { onOneLine } from '../output.ts'
import { written } from '../written.ts'

const NAMES = ['a', 'b']
const WARNING = 'Keep this file to yourself: whoever has it can undo the replacements in the captures beside it.'

/** `ikescope anonymise FILE [B] --out DIR`: captures that can be given away, and apart from them what was replaced. */
export const anonymise: Command = {
  name: 'anonymise',
  usage: 'anonymise FILE [B] --out DIR [--seed TEXT] [--format pcap|pcapng] [--keep-spis] [--shift-times]',
  says: 'writes the captures without addresses, names and clear payload, with the same story in them',
  options: [
    '--out DIR            where a.pcap and b.pcap go; do-not-share/replaced.json in it says what was replaced',
    '--seed TEXT          the same text gives the same replacements; without it they are new each time',
    '--format pcap|pcapng without it, whichever holds all that the captures say of their packets',
    '--keep-spis          cookies and SPIs stay, so that they can be found in logs',
    '--shift-times        the captures begin on 1 January 2000; what lies between packets stays',
  ],
  async run(args, out) {
    const folder = valued(args, '--out')
    const seed = valued(folder.rest, '--seed')
    const format = valued(seed.rest, '--format')
    const { names, flags } = flagged(format.rest, ['--keep-spis', '--shift-times'], anonymise.usage)
    if (names.length < 1 || names.length > 2 || folder.value === undefined)
      throw new Mistake('anonymise takes one or two files and --out DIR')
    if (format.value !== undefined && !isFormat(format.value)) throw new Mistake(`${format.value} is no format; there are pcap, pcapng`)
    const sources = []
    for (const name of names) sources.push(await sourceOf(name))
    const chosen = seed.value ?? randomUUID()
    const result = await anonymised(sources, {
      seed: chosen,
      ...(format.value === undefined ? {} : { format: format.value }),
      keepSpis: flags.has('--keep-spis'),
      shiftTimes: flags.has('--shift-times'),
    })
    for (const source of sources) await source.close?.()
    if (!result.ok) throw new Mistake(`${names[result.place]}: ${result.why}`)
    const into = folder.value
    const captures = result.files.map(({ format, packets, unread, pieces }, i) => {
      const path = join(into, `${NAMES[i]}.${format}`)
      const whole = `${path}: ${packets} packets`
      const says =
        unread.length > 0
          ? [`${whole}. It ends inside a record, for ${names[i]} could not be read whole`, ...unread.map(why => `  ${why}`)]
          : [whole]
      return { path, data: pieces(), says }
    })
    const files = names.map((name, i) => ({ from: name, to: `${NAMES[i]}.${result.files[i]!.format}` }))
    const list = {
      path: join(into, 'do-not-share', 'replaced.json'),
      data: `${JSON.stringify({ warning: WARNING, seed: chosen, files, ...result.replaced }, null, 2)}\n`,
      mode: 0o600,
    }
    await written([...captures, list], names, { mode: 0o700 })
    for (const line of captures.flatMap(({ says }) => says)) await out.line(onOneLine(line))
    await out.line(`${onOneLine(list.path)}: what was replaced. It stays with you.`)
    await out.line('Encrypted payloads are as they were: whoever has their keys can still read them.')
    return 0
  },
}

function isFormat(text: string): text is FileFormat {
  return text === 'pcap' || text === 'pcapng'
}
