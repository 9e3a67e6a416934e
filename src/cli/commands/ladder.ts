import { type Command, flagged, Mistake, opened, verdictCode } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { drawnBetween, drawnWays } from '../ladder/bothEnds.ts'
import { drawn, drawnStrays } from '../ladder/draw.ts'
import { ladders } from '../ladder/rows.ts'
import { clockOffset, OFFSET_OPTION } from '../offset.ts'
import { nothingToDraw } from '../summary.ts'

/** `ikescope ladder FILE [B]`: each negotiation as a ladder in plain text, ready for a mail. */
export const ladder: Command = {
  name: 'ladder',
  usage: 'ladder FILE [B] [--offset SECONDS] [--keys FILE]',
  says: 'draws each negotiation as a ladder in plain text, of both ends as one',
  options: [OFFSET_OPTION, KEYS_OPTION],
  async run(args, out) {
    const { rest: more, paths } = keyPaths(args)
    const { rest, offset } = clockOffset(more)
    const { names } = flagged(rest, [])
    if (names.length < 1 || names.length > 2) throw new Mistake('ladder takes one file, or those of both ends')
    const session = await opened(names, await keyTexts(paths))
    const report = await (offset === undefined ? session.report() : session.relate(offset))
    if (report.pair) {
      for (const one of report.negotiations) await out.line(`${drawnBetween(one, report).join('\n')}\n`)
      await out.line(drawnWays(report.pair).join('\n'))
      await session.close()
      return verdictCode(report)
    }
    const { ladders: all, strays } = ladders(report, 0)
    for (const [i, one] of all.entries()) await out.line(`${i ? '\n' : ''}${drawn(one).join('\n')}`)
    if (strays.length) await out.line(`${all.length ? '\n' : ''}${drawnStrays(strays).join('\n')}`)
    if (all.length === 0 && strays.length === 0) await out.line(nothingToDraw(report.traces[0]!))
    await session.close()
    return verdictCode(report)
  },
}
