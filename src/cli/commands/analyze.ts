import { jsonLines } from '../../text/jsonLines.ts'
import { type Command, flagged, Mistake, opened, valued, verdictCode } from '../command.ts'
import { EXEMPT_OPTION, exemptHosts } from '../exempt.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { clockOffset, OFFSET_OPTION } from '../offset.ts'
import { summary } from '../summary.ts'

/** `ikescope analyze FILE [B] [--json]`: what happened, for a person or as the report. */
export const analyze: Command = {
  name: 'analyze',
  usage: 'analyze FILE [B] [--between R] [--json] [--offset SECONDS] [--keys FILE] [--exempt ADDR]',
  says: 'says what happened in a capture, or between the captures of both ends',
  options: [
    '--json        the whole report as JSON, docs/report.schema.json',
    '--between R   a capture taken on a router between the two: on which side of it packets were lost',
    OFFSET_OPTION,
    KEYS_OPTION,
    EXEMPT_OPTION,
  ],
  async run(args, out) {
    const { rest: others, exempt } = exemptHosts(args)
    const { rest: more, paths } = keyPaths(others)
    const { rest: other, offset } = clockOffset(more)
    const { rest, value: between } = valued(other, '--between')
    const { names, flags } = flagged(rest, ['--json'])
    if (names.length < 1 || names.length > (between === undefined ? 3 : 2))
      throw new Mistake(`analyze takes one file, those of both ends, or a third one from between; these are ${names.length}`)
    if (between !== undefined && names.length < 2) throw new Mistake('--between stands between two files')
    const session = await opened(between === undefined ? names : [...names, between], await keyTexts(paths), exempt, between !== undefined)
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
