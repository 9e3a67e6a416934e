import { version } from '../../../package.json'
import { type Command, VERDICT, valued, verdictCode } from '../command.ts'
import { ENDS_OPTIONS, ENDS_USAGE, openEnds } from '../ends.ts'
import { kept } from '../kept.ts'
import { Mistake } from '../mistake.ts'
import { onOneLine } from '../output.ts'
import { written } from '../written.ts'

/** `ikescope report FILE [B] --html OUT`: what happened, as one file for somebody who has neither the captures nor ikescope. */
export const report: Command = {
  name: 'report',
  usage: `report FILE [B] --html OUT ${ENDS_USAGE}`,
  says: 'writes verdict, ladder, evidence and what is not known as one HTML file, to be mailed or printed',
  options: ['--html OUT    one file that fetches nothing and runs nothing; names and notes kept beside A are in it', ...ENDS_OPTIONS],
  one: VERDICT,
  async run(args, out) {
    const html = valued(args, '--html')
    if (html.value === undefined) throw new Mistake('report takes --html OUT')
    const { session, report: told, first, read } = await openEnds(report, html.rest)
    const { handout } = await import('../../ui/handout/handout.tsx')
    const day = new Date().toISOString().slice(0, 10)
    const { manner, from } = await kept(first, told)
    const data = await handout(session, told, `ikescope ${version}, ${day}`, manner)
    await written([{ path: html.value, data }], read)
    await out.line(onOneLine(`${html.value}: written${from ? `, with the names and notes in ${from}` : ''}`))
    await session.close()
    return verdictCode(told)
  },
}
