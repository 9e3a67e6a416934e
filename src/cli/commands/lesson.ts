import { columns } from '../../text/columns.ts'
import { type Command, flagged } from '../command.ts'
import { lessonsOf, wrongWith } from '../lessons.ts'
import { Mistake } from '../mistake.ts'
import { type Output, onOneLine } from '../output.ts'

/** `ikescope lesson check FILE…`, `ikescope lesson list [FOLDER]`. */
export const lesson: Command = {
  name: 'lesson',
  usage: 'lesson check FILE… | lesson list [FOLDER]',
  says: 'checks lessons against their captures, or lists them',
  options: [
    'check   every capture, packet, row, field and finding that a lesson names has to exist; exit code 2 when something does not',
    'list    the lessons that come with ikescope, or those of a folder',
  ],
  run: (args, out) => {
    const { names } = flagged(args, [], lesson.usage)
    const [what, ...rest] = names
    if (what === 'check' && rest.length > 0) return check(rest, out)
    if (what === 'list' && rest.length < 2) return list(rest[0], out)
    throw new Mistake('lesson: say `lesson check FILE…` or `lesson list [FOLDER]`')
  },
}

async function check(paths: readonly string[], out: Output): Promise<number> {
  let code = 0
  for (const path of paths) {
    const wrong = await wrongWith(path)
    if (wrong.length > 0) code = 2
    for (const { line, says } of wrong) await out.line(onOneLine(`${path}:${line}: ${says}`))
    if (wrong.length === 0) await out.line(onOneLine(`${path}: everything it names exists`))
  }
  return code
}

async function list(folder: string | undefined, out: Output): Promise<number> {
  const all = await lessonsOf(folder)
  const steps = (count: number) => `${count} ${count === 1 ? 'step' : 'steps'}`
  const rows = all.map(({ file, lesson }) => [file, lesson.scenario, lesson.title, steps(lesson.steps.length)])
  for (const line of columns(rows)) await out.line(onOneLine(line))
  if (all.length === 0) await out.line('no lessons')
  return 0
}
