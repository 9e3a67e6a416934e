/** What analyze, ladder and report take alike is refused alike, before anything is read. */
import { expect, test } from 'vitest'
import { analyze } from '../../src/cli/commands/analyze.ts'
import { ladder } from '../../src/cli/commands/ladder.ts'
import { report } from '../../src/cli/commands/report.ts'

const silent = { line: async () => {}, write: async () => {} }
const wrong: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [[], /takes one file, those of both ends, or a third one from between; these are 0/],
  [['a', 'b', 'c', 'd'], /these are 4/],
  [['a', 'b', 'c', '--between', 'r'], /these are 3/],
  [['a', '--between', 'r'], /--between stands between two files/],
  [['a', '--offset', '1'], /--offset relates the clocks of two files/],
  [['a', 'b', '--offset', 'soon'], /soon is no number of seconds/],
  [['a', 'b', '--offset', '1e300'], /1e300 seconds are more than two clocks can differ by/],
  [['a', '--exempt', 'somebody'], /somebody is none/],
]

test.each(wrong)('%j', async (args, says) => {
  await expect(analyze.run(args, silent)).rejects.toThrow(says)
  await expect(ladder.run(args, silent)).rejects.toThrow(says)
  await expect(report.run([...args, '--html', 'x'], silent)).rejects.toThrow(says)
})
