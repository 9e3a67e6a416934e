import { version } from '../../package.json'
import { type Command, ended } from './command.ts'
import { Mistake } from './mistake.ts'
import { nobodyListens, onOneLine, output } from './output.ts'

/** Everything ikescope can be told, each read from the disk when it is asked for. To add a command: one file in commands/, one line here. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  analyze: async () => (await import('./commands/analyze.ts')).analyze,
  show: async () => (await import('./commands/show.ts')).show,
  ladder: async () => (await import('./commands/ladder.ts')).ladder,
  report: async () => (await import('./commands/report.ts')).report,
  cut: async () => (await import('./commands/cut.ts')).cut,
  compare: async () => (await import('./commands/compare.ts')).compare,
  baseline: async () => (await import('./commands/baseline.ts')).baseline,
  monitor: async () => (await import('./commands/monitor.ts')).monitor,
  open: async () => (await import('./commands/open.ts')).open,
  compose: async () => (await import('./commands/compose.ts')).compose,
  inject: async () => (await import('./commands/inject.ts')).inject,
  lesson: async () => (await import('./commands/lesson.ts')).lesson,
  anonymise: async () => (await import('./commands/anonymise.ts')).anonymise,
}

async function main(args: readonly string[]): Promise<number> {
  const out = output(process.stdout)
  const [name, ...rest] = args
  if (name === '--version' || name === '-V') await out.line(version)
  else if (name === '--help' || name === '-h' || name === 'help') await out.write(await help())
  // `npx ikescope` and nothing more, typed by somebody: the viewer. A script that says nothing is told what it forgot.
  else if (name === undefined && process.stdout.isTTY) return (await commands.open!()).run([], out)
  else {
    const command = name !== undefined && Object.hasOwn(commands, name) ? await commands[name]!() : undefined
    if (!command)
      throw new Mistake(name === undefined ? 'no command; try `ikescope --help`' : `${name} is no command; try \`ikescope --help\``)
    if (rest.includes('--help') || rest.includes('-h')) await out.write(usage(command))
    else return command.run(rest, out)
  }
  return 0
}

async function help(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map(load => load()))
  const lines = all.map(command => `  ikescope ${command.usage}\n      ${command.says}`)
  return `What happened in a captured IPsec negotiation.\n\n${lines.join('\n')}\n  ikescope COMMAND --help | --version\n\n${codes()}${ones(all)}\n`
}

function usage(command: Command): string {
  return `ikescope ${command.usage}\n\n${command.says}.\n${(command.options ?? []).map(line => `  ${line}\n`).join('')}\n${codes(command.one)}\n`
}

const codes = (one?: string) => `Exit code: 0 done, ${one ? `1 ${one}, ` : ''}2 unreadable input or wrong usage.`

/** What exit code 1 says of those commands that have it. */
function ones(commands: readonly Command[]): string {
  const meanings = new Set(commands.flatMap(({ one }) => one ?? []))
  const names = (meaning: string) => commands.flatMap(({ name, one }) => (one === meaning ? [name] : []))
  return [...meanings].map(meaning => `\n  1 of ${names(meaning).join(', ')}: ${meaning}`).join('')
}

// When all is said the system takes what was made at once; taking it apart first is a fiftieth of the time of a large capture.
process.once('exit', () => process.exit())

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  problem => {
    ended()
    if (nobodyListens(problem)) process.exitCode = 0
    else if (problem instanceof Mistake) {
      console.error(onOneLine(`ikescope: ${problem.message}`))
      process.exitCode = 2
    } else {
      // Not foreseen: with the place, for whoever reports it; and never the 1 of a capture that has a fault.
      console.error(problem)
      process.exitCode = 2
    }
  },
)
