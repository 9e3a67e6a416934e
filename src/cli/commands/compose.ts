import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compose as composed } from '../../compose/compose.ts'
import { Unclear } from '../../compose/inject/words.ts'
import { readScenario } from '../../compose/scenario.ts'
import { stacks } from '../../compose/stacks.ts'
import { type Command, flagged, Mistake, valued } from '../command.ts'

/** `ikescope compose SCENARIO --out DIR`: both traces of a story, with its keys and the truth beside them. */
export const compose: Command = {
  name: 'compose',
  usage: 'compose SCENARIO --out DIR',
  says: 'makes both traces of a story, with its keys and the truth beside them',
  options: [
    'SCENARIO   a YAML file: hosts, path, captures, story; captures/scenarios has some',
    '--out DIR  a and b, truth.json, and the keys as Wireshark takes them',
    `stacks     ${Object.keys(stacks).join(', ')}`,
  ],
  async run(args, out) {
    const folder = valued(args, '--out')
    const { names } = flagged(folder.rest, [])
    const [path] = names
    if (names.length !== 1 || path === undefined) throw new Mistake('compose takes one scenario')
    if (folder.value === undefined) throw new Mistake('compose needs --out DIR')
    const text = await readFile(path, 'utf8').catch(() => {
      throw new Mistake(`${path}: cannot be read`)
    })
    try {
      const { files, extensions, keys, truth } = composed(readScenario(text))
      await mkdir(folder.value, { recursive: true })
      const named = {
        [`a.${extensions[0]}`]: files[0],
        [`b.${extensions[1]}`]: files[1],
        ...keys,
        'truth.json': `${JSON.stringify(truth, null, 1)}\n`,
      }
      for (const [name, content] of Object.entries(named)) await writeFile(join(folder.value, name), content)
      for (const { at, says } of truth.story) await out.line(`${at.toFixed(3).padStart(9)} s  ${says}`)
      await out.line(`${Object.keys(named).join(', ')} in ${folder.value}`)
      return 0
    } catch (problem) {
      if (problem instanceof Unclear) throw new Mistake(`${path}: ${problem.message}`)
      throw problem
    }
  },
}
