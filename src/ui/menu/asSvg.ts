import type { Report } from '../../trace/report.ts'
import type { Lanes } from '../bothEnds/lanes.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { layout } from '../ladder/layout.ts'
import type { Row } from '../ladder/row.ts'
import type { State } from '../state.ts'

/** Some rows of the ladder in view, as an SVG that stands by itself. What draws it is fetched when it is first wanted. */
export async function rowsAsSvg(
  rows: readonly Row[],
  pair: HostPair | Lanes,
  report: Report,
  { trace, times, peers }: State,
): Promise<string> {
  const [{ svgOf }, { bothFigure, ladderFigure }] = await Promise.all([import('../picture/svg.tsx'), import('../picture/figure.ts')])
  const manner = { times, names: peers }
  const laid = layout(rows, 1)
  const figure = 'onA' in pair ? bothFigure(report, pair, laid, manner) : ladderFigure(report, trace, pair, laid, manner)
  return svgOf([figure]).svg
}
