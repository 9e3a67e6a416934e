/** Where an option is not known, all that the command takes are named. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'

const silent = { line: async () => {}, write: async () => {} }
const commands: readonly Command[] = await Promise.all(
  readdirSync('src/cli/commands')
    .filter(file => file !== 'open.ts')
    .map(async file => {
      const module: Readonly<Record<string, Command>> = await import(`../../src/cli/commands/${file.slice(0, -3)}.ts`)
      return Object.values(module).find(({ run }) => typeof run === 'function')!
    }),
)

test('exit code 1 is told of the commands that have it', () => {
  const names = commands.filter(({ one }) => one !== undefined).map(({ name }) => name)
  expect(names.toSorted()).toEqual(['analyze', 'baseline', 'compose', 'ladder', 'monitor', 'report'])
})

test.each(commands)('$name', async ({ usage, run, options = [] }) => {
  const args = usage.includes('--html') ? ['--html', 'x', '--frob'] : ['--frob']
  const refused = await (async () => run(args, silent))().catch(problem => problem)
  expect(refused.message).toMatch(/^unknown option --frob; there is /)
  const named = options.flatMap(line => /^--[a-z-]+/.exec(line)?.[0] ?? [])
  expect(refused.message.split('there is ')[1]!.split(', ').toSorted()).toEqual(
    named.length > 0 ? [...new Set(named)].toSorted() : ['none'],
  )
})
