import type { Session } from '../../host/protocol.ts'
import { textLadder } from '../../text/ladder/index.ts'
import { nothingToDraw } from '../../text/verdict.ts'
import type { Report } from '../../trace/report.ts'
import { type Command, Mistake, valued, verdictCode, written } from '../command.ts'
import { ENDS_OPTIONS, ENDS_USAGE, openEnds } from '../ends.ts'

/** `ikescope ladder FILE [B]`: each negotiation as a ladder, in plain text ready for a mail, or as a picture. */
export const ladder: Command = {
  name: 'ladder',
  usage: `ladder FILE [B] [--svg OUT] ${ENDS_USAGE}`,
  says: 'draws each negotiation as a ladder in plain text or as a picture, of both ends as one',
  options: ['--svg OUT     a picture instead of text; no program is needed to look at it but a browser', ...ENDS_OPTIONS],
  async run(args, out) {
    const { rest, value: svg } = valued(args, '--svg')
    const { session, report } = await openEnds('ladder', rest)
    if (svg === undefined) await out.line(textLadder(report).join('\n'))
    else await writePicture(session, report, svg)
    await session.close()
    return verdictCode(report)
  },
}

async function writePicture(session: Session, report: Report, path: string): Promise<void> {
  const { bothEndsOf, laddersOf } = await import('../../ui/picture/figures.ts')
  const { svgOf } = await import('../../ui/picture/svg.tsx')
  const figures = report.pair ? await bothEndsOf(session, report) : await laddersOf(session, report, 0)
  if (figures.length === 0) throw new Mistake(`there is nothing to draw: ${nothingToDraw(report.traces[0]!)}`)
  await written(path, svgOf(figures).svg)
}
