import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compose as composed } from '../../compose/compose.ts'
import { Unclear } from '../../compose/inject/words.ts'
import { readScenario } from '../../compose/scenario.ts'
import { stacks } from '../../compose/stacks.ts'
import { blobSource } from '../../host/blobSource.ts'
import { openSession } from '../../host/session.ts'
import { type Command, flagged, valued } from '../command.ts'
import { Mistake } from '../mistake.ts'
import { type Output, onOneLine } from '../output.ts'
import { written } from '../written.ts'

/** `ikescope compose SCENARIO --out DIR`: both traces of a story, with its keys and the truth beside them. */
export const compose: Command = {
  name: 'compose',
  usage: 'compose SCENARIO --out DIR',
  says: 'makes both traces of a story, with its keys and the truth beside them',
  options: [
    'SCENARIO   a YAML file: hosts, path, captures, story; captures/scenarios has some',
    '--out DIR  a and b, truth.json, and the keys as Wireshark takes them',
    'expects    rules in SCENARIO that must speak',
    `stacks     ${Object.keys(stacks).join(', ')}`,
  ],
  one: 'the captures give other findings than SCENARIO expects',
  async run(args, out) {
    const folder = valued(args, '--out')
    const { names } = flagged(folder.rest, [], compose.usage)
    const [path] = names
    if (names.length !== 1 || path === undefined) throw new Mistake('compose takes one scenario')
    if (folder.value === undefined) throw new Mistake('compose needs --out DIR')
    const text = await readFile(path, 'utf8').catch(() => {
      throw new Mistake(`${path}: cannot be read`)
    })
    try {
      const { files, extensions, keys, truth } = composed(readScenario(text))
      const into = folder.value
      const named = {
        [`a.${extensions[0]}`]: files[0],
        [`b.${extensions[1]}`]: files[1],
        ...keys,
        'truth.json': `${JSON.stringify(truth, null, 1)}\n`,
      }
      const targets = Object.entries(named).map(([name, data]) => ({ path: join(into, name), data }))
      await written(targets, [path], { mode: 0o777 })
      for (const { at, says } of truth.story) await out.line(`${at.toFixed(3).padStart(9)} s  ${says}`)
      await out.line(`${Object.keys(named).join(', ')} in ${onOneLine(into)}`)
      return await asExpected(files, truth.expects, out)
    } catch (problem) {
      if (problem instanceof Unclear) throw new Mistake(`${path}: ${problem.message}`)
      throw problem
    }
  },
}

/** Whether both captures together give the rules that the scenario expects, and no other above a note. */
async function asExpected(files: readonly [Uint8Array, Uint8Array], expects: readonly string[], out: Output): Promise<number> {
  const opened = await openSession(files.map((bytes, i) => blobSource('ab'[i]!, new Blob([Uint8Array.from(bytes)]))))
  if (!opened.ok) throw new Mistake(opened.why)
  const { findings } = await opened.session.report()
  await opened.session.close()
  const rules = [...new Set(findings.map(({ rule }) => rule))]
  const loud = new Set(findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule))
  const missing = expects.filter(rule => !rules.includes(rule))
  const besides = [...loud].filter(rule => !expects.includes(rule))
  if (missing.length) await out.line(`not found, although expected: ${missing.join(', ')}; found: ${rules.join(', ') || 'nothing'}`)
  if (besides.length) await out.line(`found, although not expected: ${besides.join(', ')}`)
  return missing.length + besides.length > 0 ? 1 : 0
}
