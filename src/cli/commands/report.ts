import { version } from '../../../package.json'
import { type Command, flagged, Mistake, opened, valued, verdictCode, written } from '../command.ts'
import { EXEMPT_OPTION, exemptHosts } from '../exempt.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { clockOffset, OFFSET_OPTION } from '../offset.ts'

/** `ikescope report FILE [B] --html OUT`: what happened, as one file for somebody who has neither the captures nor ikescope. */
export const report: Command = {
  name: 'report',
  usage: 'report FILE [B] [--between R] --html OUT [--offset SECONDS] [--keys FILE] [--exempt ADDR]',
  says: 'writes verdict, ladder, evidence and what is not known as one HTML file, to be mailed or printed',
  options: [
    '--html OUT    one file that fetches nothing and runs nothing',
    '--between R   a capture taken on a router between the two',
    OFFSET_OPTION,
    KEYS_OPTION,
    EXEMPT_OPTION,
  ],
  async run(args, out) {
    const { rest: others, exempt } = exemptHosts(args)
    const { rest: more, paths } = keyPaths(others)
    const { rest: other, offset } = clockOffset(more)
    const html = valued(other, '--html')
    const { rest, value: between } = valued(html.rest, '--between')
    const { names } = flagged(rest, [])
    if (html.value === undefined) throw new Mistake('report takes --html OUT')
    if (names.length < 1 || names.length > 2) throw new Mistake('report takes one file, or those of both ends')
    if (between !== undefined && names.length < 2) throw new Mistake('--between stands between two files')
    if (offset !== undefined && names.length < 2) throw new Mistake('--offset relates the clocks of two files')
    const session = await opened(between === undefined ? names : [...names, between], await keyTexts(paths), exempt, between !== undefined)
    const told = await (offset === undefined ? session.report() : session.relate(offset))
    const { handout } = await import('../../ui/handout/handout.tsx')
    const day = new Date().toISOString().slice(0, 10)
    await written(html.value, await handout(session, told, `ikescope ${version}, ${day}`))
    await out.line(`${html.value}: written`)
    await session.close()
    return verdictCode(told)
  },
}
