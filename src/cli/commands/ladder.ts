import type { Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import { type Command, flagged, Mistake, opened, valued, verdictCode, written } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { drawnBetween, drawnWays } from '../ladder/bothEnds.ts'
import { drawn, drawnStrays } from '../ladder/draw.ts'
import { ladders } from '../ladder/rows.ts'
import { clockOffset, OFFSET_OPTION } from '../offset.ts'
import { nothingToDraw } from '../summary.ts'

/** `ikescope ladder FILE [B]`: each negotiation as a ladder, in plain text ready for a mail, or as a picture. */
export const ladder: Command = {
  name: 'ladder',
  usage: 'ladder FILE [B] [--svg OUT] [--offset SECONDS] [--keys FILE]',
  says: 'draws each negotiation as a ladder in plain text or as a picture, of both ends as one',
  options: ['--svg OUT     a picture instead of text; no program is needed to look at it but a browser', OFFSET_OPTION, KEYS_OPTION],
  async run(args, out) {
    const { rest: more, paths } = keyPaths(args)
    const { rest: other, offset } = clockOffset(more)
    const { rest, value: svg } = valued(other, '--svg')
    const { names } = flagged(rest, [])
    if (names.length < 1 || names.length > 2) throw new Mistake('ladder takes one file, or those of both ends')
    const session = await opened(names, await keyTexts(paths))
    const report = await (offset === undefined ? session.report() : session.relate(offset))
    if (svg === undefined) await out.line(inText(report).join('\n'))
    else await writePicture(session, report, svg)
    await session.close()
    return verdictCode(report)
  },
}

function inText(report: Report): string[] {
  if (report.pair) return [...report.negotiations.flatMap(one => [...drawnBetween(one, report), '']), ...drawnWays(report.pair)]
  const { ladders: all, strays } = ladders(report, 0)
  if (all.length === 0 && strays.length === 0) return [nothingToDraw(report.traces[0]!)]
  const parts = [...all.map(drawn), ...(strays.length > 0 ? [drawnStrays(strays)] : [])]
  return parts.flatMap((lines, i) => (i > 0 ? ['', ...lines] : lines))
}

async function writePicture(session: Session, report: Report, path: string): Promise<void> {
  const { bothEndsOf, laddersOf } = await import('../../ui/picture/figures.ts')
  const { svgOf } = await import('../../ui/picture/svg.tsx')
  const figures = report.pair ? await bothEndsOf(session, report) : await laddersOf(session, report, 0)
  if (figures.length === 0) throw new Mistake(`there is nothing to draw: ${nothingToDraw(report.traces[0]!)}`)
  await written(path, svgOf(figures).svg)
}
