import { type Command, flagged, Mistake, opened, verdictCode } from '../command.ts'
import { EXEMPT_OPTION, exemptHosts } from '../exempt.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { clockOffset, OFFSET_OPTION } from '../offset.ts'
import { jsonLines } from '../output.ts'
import { summary } from '../summary.ts'

/** `ikescope analyze FILE [B] [--json]`: what happened, for a person or as the report. */
export const analyze: Command = {
  name: 'analyze',
  usage: 'analyze FILE [B] [--json] [--offset SECONDS] [--keys FILE] [--exempt ADDR]',
  says: 'says what happened in a capture, or between the captures of both ends',
  options: ['--json        the whole report as JSON, docs/report.schema.json', OFFSET_OPTION, KEYS_OPTION, EXEMPT_OPTION],
  async run(args, out) {
    const { rest: others, exempt } = exemptHosts(args)
    const { rest: more, paths } = keyPaths(others)
    const { rest, offset } = clockOffset(more)
    const { names, flags } = flagged(rest, ['--json'])
    if (names.length < 1 || names.length > 2)
      throw new Mistake(`analyze takes one file, or those of both ends${names.length ? `; these are ${names.length}` : ''}`)
    const session = await opened(names, await keyTexts(paths), exempt)
    if (offset !== undefined && names.length < 2) throw new Mistake('--offset relates the clocks of two files')
    const report = await (offset === undefined ? session.report() : session.relate(offset))
    if (flags.has('--json')) {
      let piece = ''
      for (const line of jsonLines({ ...report })) {
        piece += line
        if (piece.length < 1 << 16) continue
        await out.write(piece)
        piece = ''
      }
      await out.write(piece)
    } else await out.line(summary(report).join('\n'))
    await session.close()
    return verdictCode(report)
  },
}
