import { type Command, flagged, Mistake, opened, verdictCode } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { drawn, drawnStrays } from '../ladder/draw.ts'
import { ladders } from '../ladder/rows.ts'
import { nothingToDraw } from '../summary.ts'

/** `ikescope ladder FILE`: each negotiation as a ladder in plain text, ready for a mail. */
export const ladder: Command = {
  name: 'ladder',
  usage: 'ladder FILE [--keys FILE]',
  says: 'draws each negotiation as a ladder in plain text',
  options: [KEYS_OPTION],
  async run(args, out) {
    const { rest, paths } = keyPaths(args)
    const { names } = flagged(rest, [])
    if (names.length !== 1) throw new Mistake('ladder takes one file')
    const session = await opened(names, await keyTexts(paths))
    const report = await session.report()
    const { ladders: all, strays } = ladders(report, 0)
    for (const [i, one] of all.entries()) await out.line(`${i ? '\n' : ''}${drawn(one).join('\n')}`)
    if (strays.length) await out.line(`${all.length ? '\n' : ''}${drawnStrays(strays).join('\n')}`)
    if (all.length === 0 && strays.length === 0) await out.line(nothingToDraw(report.traces[0]!))
    await session.close()
    return verdictCode(report)
  },
}
