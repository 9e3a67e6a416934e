import { differences, differingRanges } from '../../dissectors/differences.ts'
import { hexDump } from '../../dissectors/hexDump.ts'
import type { PacketView, Root } from '../../host/protocol.ts'
import { columns } from '../../text/columns.ts'
import type { Twin } from '../../trace/pair/twin.ts'
import { type Command, flagged, hasNo, opened, valued } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { Mistake } from '../mistake.ts'

/** `ikescope compare A B --packet N`: one packet of A, or with `--packet BN` of B, beside the same one at the other end: fields and bytes that differ. */
export const compare: Command = {
  name: 'compare',
  usage: 'compare A B --packet [A|B]N [--keys FILE]',
  says: 'shows packet N of A, or of B, beside the same packet in the other capture, with what differs',
  options: ['--packet N    a packet of A; BN is one of B', KEYS_OPTION],
  async run(args, out) {
    const { rest, paths } = keyPaths(args)
    const { rest: others, value } = valued(rest, '--packet')
    const { names } = flagged(others, [], compare.usage)
    if (names.length !== 2 || value === undefined) throw new Mistake('compare takes two files and --packet N')
    const [, end, digits] = /^([AB]?)([1-9]\d{0,14})$/i.exec(value) ?? []
    if (digits === undefined) throw new Mistake(`${value} is no packet number; they count from 1`)
    const trace = end?.toUpperCase() === 'B' ? 1 : 0
    const [own, other] = trace === 0 ? ['A', 'B'] : ['B', 'A']
    const number = Number(digits)
    const session = await opened(names, await keyTexts(paths))
    try {
      const { packets } = (await session.report()).traces[trace]!
      if (number > packets) throw hasNo(number, names[trace]!, packets)
      const twin = await session.twin(trace, number)
      if (twin.packet === undefined) await out.line(`${own} ${number} is not in ${other}: ${WHY[twin.fate]}`)
      else {
        const [a, b] = trace === 0 ? [number, twin.packet] : [twin.packet, number]
        await out.write(`${beside(await session.packet(0, a), await session.packet(1, b), twin.fate).join('\n')}\n`)
      }
    } finally {
      await session.close()
    }
    return 0
  },
}

/** Of a packet that has no counterpart. */
const WHY: Readonly<Record<Twin['fate'], string>> = {
  delivered: 'it arrived, cut in pieces or put together on the way',
  lost: 'lost on the way',
  outside: 'it left while the other capture did not run, had a hole or did not take it',
  'missed by the sender': "it arrived, and the sender's capture missed it",
  copy: 'it is another copy of a packet',
  'not between the two ends': 'it does not go between the two ends',
  unknown: 'nothing relates the two captures, so what became of it cannot be told',
}

function beside(a: PacketView, b: PacketView, fate: string): string[] {
  const [inA, inB] = [a.roots[0]!, b.roots[0]!]
  const ranges = differingRanges(inA.bytes, inB.bytes)
  const further = a.roots.slice(1).flatMap(root => {
    const same = b.roots.slice(1).find(one => one.title === root.title)
    return same ? ['', root.title, ...fields(root, same)] : []
  })
  return [
    `A ${a.number} at ${a.time.toFixed(6)} s, ${a.original} bytes; B ${b.number} at ${b.time.toFixed(6)} s, ${b.original} bytes: ${fate}`,
    '',
    ...fields(inA, inB),
    ...further,
    '',
    ...marked('A', inA.bytes, ranges),
    '',
    ...marked('B', inB.bytes, ranges),
  ]
}

/** The fields of one root that differ: as captured, put together from pieces, or decrypted. */
function fields(a: Root, b: Root): string[] {
  const rows = differences(a, b).map(one => [one.path, one.a ?? '(absent)', one.b ?? '(absent)'])
  return rows.length ? columns([['field', 'A', 'B'], ...rows]) : ['no field differs']
}

/** A hex dump whose lines with differences have a mark. */
function marked(name: string, bytes: Uint8Array, ranges: readonly (readonly [number, number])[]): string[] {
  return [name, ...hexDump(bytes).map((line, i) => `${ranges.some(([from, to]) => from < 16 * i + 16 && to > 16 * i) ? '*' : ' '} ${line}`)]
}
