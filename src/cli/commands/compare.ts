import { differences, differingRanges } from '../../dissectors/differences.ts'
import { hexDump } from '../../dissectors/hexDump.ts'
import type { PacketView } from '../../host/protocol.ts'
import { columns } from '../columns.ts'
import { type Command, flagged, Mistake, opened, valued } from '../command.ts'

/** `ikescope compare A B --packet N`: one packet of A beside the same one at B: fields and bytes that differ. */
export const compare: Command = {
  name: 'compare',
  usage: 'compare A B --packet N',
  says: 'shows packet N of A beside the same packet in B, with what differs',
  async run(args, out) {
    const { rest, value } = valued(args, '--packet')
    const { names } = flagged(rest, [])
    if (names.length !== 2 || value === undefined) throw new Mistake('compare takes two files and --packet N')
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new Mistake(`${value} is no packet number; they count from 1`)
    const number = Number(value)
    const session = await opened(names)
    const { packets } = (await session.report()).traces[0]!
    if (number > packets) throw new Mistake(`${names[0]} has packets 1 to ${packets}, there is no ${number}`)
    const twin = await session.twin(0, number)
    if (twin.packet === undefined) await out.line(`A ${number} is not in B: ${twin.fate}`)
    else await out.write(`${beside(await session.packet(0, number), await session.packet(1, twin.packet), twin.fate).join('\n')}\n`)
    await session.close()
    return 0
  },
}

function beside(a: PacketView, b: PacketView, fate: string): string[] {
  const [inA, inB] = [a.roots[0]!, b.roots[0]!]
  const told = differences(inA, inB)
  const ranges = differingRanges(inA.bytes, inB.bytes)
  const rows = told.map(one => [one.path, one.a ?? '(absent)', one.b ?? '(absent)'])
  return [
    `A ${a.number} at ${a.time.toFixed(6)} s, ${a.original} bytes; B ${b.number} at ${b.time.toFixed(6)} s, ${b.original} bytes: ${fate}`,
    '',
    ...(rows.length ? columns([['field', 'A', 'B'], ...rows]) : ['no field differs']),
    '',
    ...marked('A', inA.bytes, ranges),
    '',
    ...marked('B', inB.bytes, ranges),
  ]
}

/** A hex dump whose lines with differences have a mark. */
function marked(name: string, bytes: Uint8Array, ranges: readonly (readonly [number, number])[]): string[] {
  return [name, ...hexDump(bytes).map((line, i) => `${ranges.some(([from, to]) => from < 16 * i + 16 && to > 16 * i) ? '*' : ' '} ${line}`)]
}
