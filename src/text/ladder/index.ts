import { sentence } from '../../trace/findings/wording.ts'
import type { Report } from '../../trace/report.ts'
import { betweenLines } from '../between.ts'
import { bothEndsLines } from '../bothEnds.ts'
import { capturedAt, mainOf, nothingToDraw, verdict } from '../verdict.ts'
import { bareLadders } from './bare.ts'
import { drawingBetween, drawnWithout } from './bothEnds.ts'
import { drawn, drawnStrays } from './draw.ts'
import { ladders } from './rows.ts'

/** The verdict, then each negotiation as a ladder of plain characters, as lines; of both ends as one. */
export function textLadder(report: Report): string[] {
  const drawing = ladderLines(report)
  return report.negotiations.length > 0 || mainOf(report.findings) ? [...verdictLines(report), '', ...drawing] : drawing
}

/** What happened, and how sure that is: a ladder in a mail stands by itself. */
function verdictLines(report: Report): string[] {
  const main = mainOf(report.findings)
  if (!main) return [verdict(report)]
  return [verdict(report), `${sentence(main.confidence)}, captured at ${capturedAt(report)}.`]
}

function ladderLines(report: Report): string[] {
  if (report.pair) {
    const draw = drawingBetween(report)
    return [
      ...drawnWithout(report),
      ...report.negotiations.flatMap(one => [...draw(one), '']),
      ...(report.between ? [...betweenLines(report.between), ''] : []),
      ...bothEndsLines(report.pair, report.traces),
    ]
  }
  const { ladders: all, strays } = ladders(report, 0)
  const bare = all.length === 0 ? bareLadders(report, 0) : []
  if (bare.length > 0) return bare
  if (all.length === 0 && strays.length === 0) return [`${nothingToDraw(report.traces[0]!)}.`]
  const parts = [...all.map(drawn), ...(strays.length > 0 ? [drawnStrays(strays)] : [])]
  return parts.flatMap((lines, i) => (i > 0 ? ['', ...lines] : lines))
}
