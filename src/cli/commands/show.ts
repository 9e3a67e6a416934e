import { dump } from '../../dissectors/dump.ts'
import { explained } from '../../dissectors/explained/index.ts'
import { fieldAt } from '../../dissectors/field.ts'
import { hexDump } from '../../dissectors/hexDump.ts'
import { hex } from '../../dissectors/text.ts'
import { withheldIn } from '../../dissectors/withheld.ts'
import type { PacketView, Root } from '../../host/protocol.ts'
import { grouped } from '../../text/figures.ts'
import { type Command, flagged, hasNo, opened } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { Mistake } from '../mistake.ts'

/** `ikescope show FILE N [PATH]`: one packet's fields and bytes, or one field of it. */
export const show: Command = {
  name: 'show',
  usage: 'show FILE N [PATH] [--keys FILE]',
  says: 'shows the fields and the bytes of packet N, or of it the field at PATH, such as SA/Proposal/Transform[1]',
  options: [KEYS_OPTION],
  async run(args, out) {
    const { rest, paths } = keyPaths(args)
    const { names } = flagged(rest, [], show.usage)
    const [file, which, path] = names
    if (names.length < 2 || names.length > 3) throw new Mistake('show takes a file and the number of a packet')
    if (!/^[1-9]\d{0,14}$/.test(which!)) throw new Mistake(`${which} is no packet number; they count from 1`)
    const number = Number(which)
    const session = await opened([file!], await keyTexts(paths))
    try {
      const { packets } = (await session.report()).traces[0]!
      if (number > packets) throw hasNo(number, file!, packets)
      const view = await session.packet(0, number)
      const lines = path === undefined ? packetLines(view) : view.roots.flatMap(root => fieldLines(root, path))
      if (lines.length === 0) throw new Mistake(`packet ${number} has no field at ${path}`)
      await out.line(lines.join('\n'))
    } finally {
      await session.close()
    }
    return 0
  },
}

function packetLines({ number, time, at, captured, original, comments, roots }: PacketView): string[] {
  const length = captured === original ? `${grouped(original)} bytes` : `${grouped(captured)} of ${grouped(original)} bytes captured`
  return [
    `packet ${number} at ${Number.isNaN(time) ? 'no known time' : `${time.toFixed(6)} s`}${at ? ` (${at})` : ''}, ${length}`,
    ...comments.map(comment => `comment: ${comment}`),
    ...roots.flatMap(({ title, bytes, tree, pieces }) => [
      `\n${title}${pieces ? ` from ${pieces.map(piece => `packet ${piece.packet} (${piece.start}-${piece.end})`).join(', ')}` : ''}`,
      dump(tree, bytes),
      `\n${hexDump(bytes, withheldIn(tree)).join('\n')}`,
    ]),
  ]
}

/** Octets that the tree shows of a field. */
const SHOWN = 24

/** A field of one root with what is inside it, and what it is for; nothing when that root has no such field. */
function fieldLines(root: Root, path: string): string[] {
  const field = fieldAt(root.tree, path)
  if (!field) return []
  const words = explained(root.tree, path)
  const around = path.split('/').map((_, i, steps) => fieldAt(root.tree, steps.slice(0, i).join('/'))?.bytes)
  const bytes = around.findLast(bytes => bytes !== undefined) ?? root.bytes
  const own = (field.bytes ?? bytes).subarray(field.start, field.end)
  return [
    dump(field, bytes),
    // the tree shows the first octets of long ones
    ...(field.children && !field.bytes ? [] : own.length > SHOWN && !field.withheld ? [hex(own)] : []),
    ...(words ? [`${words.name}: ${words.says} ${words.rfc}`] : []),
  ]
}
