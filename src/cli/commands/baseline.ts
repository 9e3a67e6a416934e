import { baselineLines, toldApart } from '../baseline.ts'
import { type Command, flagged, opened } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { Mistake } from '../mistake.ts'

/** `ikescope baseline CLEAR SECURED`: what IPsec added to a conversation, turn by turn. */
export const baseline: Command = {
  name: 'baseline',
  usage: 'baseline CLEAR SECURED [--keys FILE] [--json]',
  says: 'holds a conversation under IPsec against the same one without: time, bytes and round trips added',
  options: ['--json        the comparison as JSON', KEYS_OPTION],
  one: 'the two captures have no conversation in common',
  async run(args, out) {
    const { rest, paths } = keyPaths(args)
    const { names, flags } = flagged(rest, ['--json'], baseline.usage)
    if (names.length !== 2) throw new Mistake('baseline takes two files: the conversation in the clear, and the same under IPsec')
    const session = await opened(names, await keyTexts(paths))
    try {
      const compared = await session.baseline()
      if (flags.has('--json')) await out.line(JSON.stringify(compared))
      else await out.line(baselineLines(compared, toldApart(names[0]!, names[1]!)).join('\n'))
      return compared.conversations.length > 0 ? 0 : 1
    } finally {
      await session.close()
    }
  },
}
