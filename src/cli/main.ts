import { version } from '../../package.json'
import { columns } from '../text/columns.ts'
import { type Command, ended, Mistake } from './command.ts'
import { analyze } from './commands/analyze.ts'
import { anonymise } from './commands/anonymise.ts'
import { baseline } from './commands/baseline.ts'
import { compare } from './commands/compare.ts'
import { compose } from './commands/compose.ts'
import { cut } from './commands/cut.ts'
import { inject } from './commands/inject.ts'
import { ladder } from './commands/ladder.ts'
import { lesson } from './commands/lesson.ts'
import { monitor } from './commands/monitor.ts'
import { open } from './commands/open.ts'
import { report } from './commands/report.ts'
import { show } from './commands/show.ts'
import { nobodyListens, output } from './output.ts'

/** Everything ikescope can be told. To add a command: one file in commands/, one line here. */
const commands: readonly Command[] = [
  analyze,
  show,
  ladder,
  report,
  cut,
  compare,
  baseline,
  monitor,
  open,
  compose,
  inject,
  lesson,
  anonymise,
]

async function main(args: readonly string[]): Promise<number> {
  const out = output(process.stdout)
  const [name, ...rest] = args
  if (name === '--version' || name === '-V') await out.line(version)
  else if (name === '--help' || name === '-h' || name === 'help') await out.write(help())
  // `npx ikescope` and nothing more, typed by somebody: the viewer. A script that says nothing is told what it forgot.
  else if (name === undefined && process.stdout.isTTY) return open.run([], out)
  else {
    const command = commands.find(command => command.name === name)
    if (!command)
      throw new Mistake(name === undefined ? 'no command; try `ikescope --help`' : `${name} is no command; try \`ikescope --help\``)
    if (rest.includes('--help') || rest.includes('-h')) await out.write(usage(command))
    else return command.run(rest, out)
  }
  return 0
}

function help(): string {
  const lines = columns(commands.map(command => [`ikescope ${command.usage}`, command.says]))
  return `What happened in a captured IPsec negotiation.\n\n${lines.join('\n')}\n  ikescope --help | --version\n\n${codes}\n`
}

function usage(command: Command): string {
  return `ikescope ${command.usage}\n\n${command.says}.\n${(command.options ?? []).map(line => `  ${line}\n`).join('')}\n${codes}\n`
}

const codes = 'Exit code: 0 nothing worse than a note, 1 a finding of severity warning or error, 2 unreadable input or wrong usage.'

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  problem => {
    ended()
    if (nobodyListens(problem)) process.exitCode = 0
    else if (problem instanceof Mistake) {
      console.error(`ikescope: ${problem.message}`)
      process.exitCode = 2
    } else throw problem
  },
)
