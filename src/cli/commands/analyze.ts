import { jsonLines } from '../../text/jsonLines.ts'
import { type Command, VERDICT, verdictCode } from '../command.ts'
import { ENDS_OPTIONS, ENDS_USAGE, openEnds } from '../ends.ts'
import { summary } from '../summary.ts'

/** `ikescope analyze FILE [B] [--json]`: what happened, for a person or as the report. */
export const analyze: Command = {
  name: 'analyze',
  usage: `analyze FILE [B] [--json] ${ENDS_USAGE}`,
  says: 'says what happened in a capture, or between the captures of both ends',
  options: ['--json        the whole report as JSON, docs/report.schema.json', ...ENDS_OPTIONS],
  one: VERDICT,
  async run(args, out) {
    const { session, report, flags } = await openEnds(analyze, args, ['--json'])
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
