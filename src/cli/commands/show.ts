import { dump } from '../../dissectors/dump.ts'
import { type Command, flagged, Mistake, opened } from '../command.ts'
import { count } from '../figures.ts'
import { hexDump } from '../hexDump.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'

/** `ikescope show FILE N`: one packet's fields and bytes. */
export const show: Command = {
  name: 'show',
  usage: 'show FILE N [--keys FILE]',
  says: 'shows the fields and the bytes of packet N',
  options: [KEYS_OPTION],
  async run(args, out) {
    const { rest, paths } = keyPaths(args)
    const { names } = flagged(rest, [])
    const [file, which] = names
    if (names.length !== 2) throw new Mistake('show takes a file and the number of a packet')
    if (!/^[1-9]\d{0,14}$/.test(which!)) throw new Mistake(`${which} is no packet number; they count from 1`)
    const number = Number(which)
    const session = await opened([file!], await keyTexts(paths))
    const { packets } = (await session.report()).traces[0]!
    if (number > packets)
      throw new Mistake(`${file} has ${packets === 0 ? 'no packets' : `packets 1 to ${packets}`}, there is no ${number}`)
    const view = await session.packet(0, number)
    const length =
      view.captured === view.original
        ? `${count(view.original)} bytes`
        : `${count(view.captured)} of ${count(view.original)} bytes captured`
    await out.line(
      `packet ${number} at ${Number.isNaN(view.time) ? 'no known time' : `${view.time.toFixed(6)} s`}${view.at ? ` (${view.at})` : ''}, ${length}`,
    )
    for (const comment of view.comments) await out.line(`comment: ${comment}`)
    for (const root of view.roots) {
      await out.line(
        `\n${root.title}${root.pieces ? ` from ${root.pieces.map(piece => `packet ${piece.packet} (${piece.start}-${piece.end})`).join(', ')}` : ''}`,
      )
      await out.line(dump(root.tree, root.bytes))
      await out.line(`\n${hexDump(root.bytes).join('\n')}`)
    }
    await session.close()
    return 0
  },
}
