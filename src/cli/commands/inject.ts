import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fileFormats } from '../../compose/files/index.ts'
import { faultKinds } from '../../compose/inject/faults/index.ts'
import { inject as injected, readFaults } from '../../compose/inject/index.ts'
import { Unsuitable } from '../../compose/inject/recorded.ts'
import { Unclear } from '../../compose/inject/words.ts'
import { fileSource } from '../../host/fileSource.ts'
import { type Command, flagged, valued } from '../command.ts'
import { Mistake } from '../mistake.ts'
import { onOneLine } from '../output.ts'
import { written } from '../written.ts'

/** `ikescope inject A B --faults FILE --out DIR`: a recorded pair with faults put in, and the truth beside it. */
export const inject: Command = {
  name: 'inject',
  usage: 'inject A B --faults FILE --out DIR [--seed N] [--format F] [--gzip]',
  says: 'puts faults into a recorded pair, with the truth beside it',
  options: [
    '--faults FILE  one fault a line, # begins a comment:',
    ...faultKinds.map(({ usage }) => `                 ${usage}`),
    '               which packets: a>b, b>a or both; ike, esp, ah, tcp, icmp, fragments, first fragments, later fragments,',
    '               port 4500, packet 12, above 1280 (bytes of IP), from 5 s, until 9 s, 20%; all that is said must hold',
    '--out DIR      a and b, and truth.json',
    '--seed N       another choice at random',
    `--format F     ${Object.keys(fileFormats).join(', ')}`,
    '--gzip         both files compressed',
  ],
  async run(args, out) {
    const faults = valued(args, '--faults')
    const folder = valued(faults.rest, '--out')
    const seed = valued(folder.rest, '--seed')
    const format = valued(seed.rest, '--format')
    const { names, flags } = flagged(format.rest, ['--gzip'], inject.usage)
    if (names.length !== 2) throw new Mistake('inject takes the two files of a pair')
    if (faults.value === undefined || folder.value === undefined) throw new Mistake('inject needs --faults FILE and --out DIR')
    if (format.value !== undefined && !Object.hasOwn(fileFormats, format.value))
      throw new Mistake(`${format.value} is no format; there are ${Object.keys(fileFormats).join(', ')}`)
    const number = Number(seed.value ?? 1)
    if (!Number.isSafeInteger(number)) throw new Mistake(`--seed takes a whole number, not ${seed.value}`)
    const text = await readFile(faults.value, 'utf8').catch(() => {
      throw new Mistake(`${faults.value}: cannot be read`)
    })
    const sources: Awaited<ReturnType<typeof named>>[] = []
    try {
      for (const name of names) sources.push(await named(name))
      const made = await injected([sources[0]!, sources[1]!], readFaults(text), {
        seed: number,
        ...(format.value ? { format: format.value } : {}),
      })
      const into = folder.value
      const end = flags.has('--gzip') ? `${made.extensions[0]}.gz` : made.extensions[0]
      const files = made.files.map((file, i) => ({
        path: join(into, `${'ab'[i]}.${end}`),
        data: flags.has('--gzip') ? gzipSync(file) : file,
      }))
      const truth = { path: join(into, 'truth.json'), data: `${JSON.stringify(made.truth, null, 1)}\n` }
      await written([...files, truth], [...names, faults.value], { mode: 0o777 })
      const { lost, modified, duplicated } = made.truth
      await out.line(
        `a.${end}, b.${end} and truth.json in ${onOneLine(into)}: ${lost.aToB.length} lost from A to B, ${lost.bToA.length} from B to A, ` +
          `${modified.length} modified, ${duplicated.length} duplicated`,
      )
      return 0
    } catch (problem) {
      if (problem instanceof Unclear) throw new Mistake(`${faults.value}: ${problem.message}`)
      if (problem instanceof Unsuitable) throw new Mistake(problem.message)
      throw problem
    } finally {
      for (const one of sources) await one.close()
    }
  },
}

async function named(path: string) {
  return fileSource(path).catch(() => {
    throw new Mistake(`${path}: cannot be read`)
  })
}
