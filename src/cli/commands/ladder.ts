import type { Session } from '../../host/protocol.ts'
import { textLadder } from '../../text/ladder/index.ts'
import { nothingToDraw } from '../../text/verdict.ts'
import type { Report } from '../../trace/report.ts'
import { type Command, flagged, Mistake, opened, valued, verdictCode, written } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { clockOffset, OFFSET_OPTION } from '../offset.ts'

/** `ikescope ladder FILE [B]`: each negotiation as a ladder, in plain text ready for a mail, or as a picture. */
export const ladder: Command = {
  name: 'ladder',
  usage: 'ladder FILE [B] [--between R] [--svg OUT] [--offset SECONDS] [--keys FILE]',
  says: 'draws each negotiation as a ladder in plain text or as a picture, of both ends as one',
  options: [
    '--between R   a capture taken on a router between the two: which side of it has what',
    '--svg OUT     a picture instead of text; no program is needed to look at it but a browser',
    OFFSET_OPTION,
    KEYS_OPTION,
  ],
  async run(args, out) {
    const { rest: more, paths } = keyPaths(args)
    const { rest: other, offset } = clockOffset(more)
    const { rest: others, value: between } = valued(other, '--between')
    const { rest, value: svg } = valued(others, '--svg')
    const { names } = flagged(rest, [])
    if (names.length < 1 || names.length > (between === undefined ? 3 : 2))
      throw new Mistake('ladder takes one file, those of both ends, or a third one from between')
    if (between !== undefined && names.length < 2) throw new Mistake('--between stands between two files')
    const session = await opened(between === undefined ? names : [...names, between], await keyTexts(paths), [], between !== undefined)
    const report = await (offset === undefined ? session.report() : session.relate(offset))
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
