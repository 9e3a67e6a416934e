import { textLadder } from '../../text/ladder/index.ts'
import { nothingToDraw } from '../../text/verdict.ts'
import { type Command, VERDICT, valued, verdictCode } from '../command.ts'
import { ENDS_OPTIONS, ENDS_USAGE, type Ends, openEnds } from '../ends.ts'
import { kept } from '../kept.ts'
import { Mistake } from '../mistake.ts'
import { type Target, written } from '../written.ts'

/** `ikescope ladder FILE [B]`: each negotiation as a ladder, in plain text ready for a mail, or as a picture. */
export const ladder: Command = {
  name: 'ladder',
  usage: `ladder FILE [B] [--svg OUT | --png OUT] ${ENDS_USAGE}`,
  says: 'draws each negotiation as a ladder in plain text or as a picture, of both ends as one',
  options: [
    '--svg OUT     a picture instead of text; no program is needed to look at it but a browser; names and notes kept beside A are in it',
    '--png OUT     the same as pixels, for programs that take no SVG',
    ...ENDS_OPTIONS,
  ],
  one: VERDICT,
  async run(args, out) {
    const { rest: others, value: svg } = valued(args, '--svg')
    const { rest, value: png } = valued(others, '--png')
    const ends = await openEnds(ladder, rest)
    const { session, report } = ends
    if (svg === undefined && png === undefined) await out.line(textLadder(report).join('\n'))
    else await writePictures(ends, { svg, png })
    await session.close()
    return verdictCode(report)
  },
}

/** The paths that are asked for. */
interface Wanted {
  readonly svg: string | undefined
  readonly png: string | undefined
}

async function writePictures({ session, report, first, read }: Ends, { svg, png }: Wanted): Promise<void> {
  const { bothEndsOf, laddersOf } = await import('../../ui/picture/figures.ts')
  const { svgOf } = await import('../../ui/picture/svg.tsx')
  const { manner } = await kept(first, report)
  const figures = report.pair ? await bothEndsOf(session, report, manner) : await laddersOf(session, report, 0, manner)
  if (figures.length === 0) throw new Mistake(`there is nothing to draw: ${nothingToDraw(report.traces[0]!)}.`)
  const drawn = svgOf(figures)
  const targets: Target[] = svg === undefined ? [] : [{ path: svg, data: drawn.svg }]
  if (png !== undefined) targets.push({ path: png, data: await (await import('../png.ts')).pngOf(drawn) })
  await written(targets, read)
}
