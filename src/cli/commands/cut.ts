import { extname } from 'node:path'
import { tellingOf, wantedBy } from '../../cut/because.ts'
import type { Wanted } from '../../cut/cut.ts'
import { counted } from '../../text/figures.ts'
import type { Report } from '../../trace/report.ts'
import { type Command, flagged, opened, valued } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { Mistake } from '../mistake.ts'
import { onOneLine } from '../output.ts'
import { type Target, written } from '../written.ts'

/** `ikescope cut FILE [B] --out OUT`: the packets that matter as a pcapng file, each with why it is there. */
export const cut: Command = {
  name: 'cut',
  usage: 'cut FILE [B] [--packets 3,5-9 | --finding RULE] --out OUT.pcapng [--keys FILE]',
  says: 'writes chosen packets into a capture of their own, each with a comment that says why',
  options: [
    '--packets LIST  these packets, `3,5-9`; of two files `A3,B5-9`',
    '--finding RULE  what that finding rests on, `fragments-lost`; without either, what all verdicts rest on',
    '--out OUT       pcapng; of two files OUT-a and OUT-b',
    KEYS_OPTION,
  ],
  async run(args, out) {
    const { rest: others, paths } = keyPaths(args)
    const target = valued(others, '--out')
    const list = valued(target.rest, '--packets')
    const rule = valued(list.rest, '--finding')
    const { names } = flagged(rule.rest, [], cut.usage)
    if (names.length < 1 || names.length > 2 || target.value === undefined) throw new Mistake('cut takes one or two files and --out OUT')
    if (list.value !== undefined && rule.value !== undefined) throw new Mistake('--packets and --finding are two ways to say which packets')
    const session = await opened(names, await keyTexts(paths))
    const report = await session.report()
    const wanted = list.value === undefined ? found(report, rule.value) : numbered(list.value, report)
    if (wanted.every(one => one.size === 0)) throw new Mistake('no finding rests on packets of this capture; say which with --packets')
    const targets: (Target & { readonly says: readonly string[] })[] = []
    for (const [trace, packets] of wanted.entries()) {
      if (packets.size === 0) continue
      const made = await session.cut(trace, [...packets])
      const path = names.length === 1 ? target.value : besides(target.value, 'ab'[trace]!)
      const whole = `${path}: ${counted(made.packets, 'packet')} of ${made.of}`
      const says =
        made.unread.length > 0
          ? [`${whole}. A comment in it says why ${names[trace]} could not be read whole`, ...made.unread.map(why => `  ${why}`)]
          : [whole]
      targets.push({ path, data: made.bytes, says })
    }
    await written(targets, [...names, ...paths])
    for (const line of targets.flatMap(({ says }) => says)) await out.line(onOneLine(line))
    await session.close()
    return 0
  },
}

function found(report: Report, rule: string | undefined): Wanted[] {
  const findings = rule === undefined ? tellingOf(report) : report.findings.filter(finding => finding.rule === rule)
  const rules = [...new Set(report.findings.map(finding => finding.rule))]
  if (rule !== undefined && findings.length === 0)
    throw new Mistake(`no finding is called ${rule}; ${rules.length > 0 ? `there is ${rules.join(', ')}` : 'there is none'}`)
  return wantedBy(report, findings)
}

/** More packets than that are no cut-out, and a list of them no command line. */
const MOST = 1_000_000

/** `3,5-9`, `A3,B5-9`. */
function numbered(list: string, { traces }: Report): Wanted[] {
  const wanted = traces.map(() => new Map<number, string[]>())
  for (const part of list.split(',')) {
    const [, whose, first, last = first] = /^\s*([AB]?)(\d{1,9})(?:-(\d{1,9}))?\s*$/i.exec(part) ?? []
    if (first === undefined) throw new Mistake(`${part.trim() || 'an empty part'} is no packet and no range of packets, like 3 or 5-9`)
    if (!whose && traces.length > 1) throw new Mistake(`of which capture is packet ${part.trim()}? Say A${part.trim()} or B${part.trim()}`)
    const trace = whose?.toUpperCase() === 'B' ? 1 : 0
    const [from, to] = [Number(first), Number(last)]
    const count = traces[trace]?.packets
    if (count === undefined) throw new Mistake(`${part.trim()}: there is no such capture`)
    if (from < 1 || Math.max(from, to) > count)
      throw new Mistake(`${part.trim()}: the capture has ${count > 0 ? `packets 1 to ${count}` : 'no packets'}`)
    if (to < from) throw new Mistake(`${part.trim()}: the range ends before it begins`)
    if (to - from >= MOST) throw new Mistake(`${part.trim()}: that is more than a million packets`)
    for (let packet = from; packet <= to; packet++) wanted[trace]!.set(packet, [])
  }
  return wanted
}

/** `out.pcapng` to `out-a.pcapng`. */
function besides(path: string, end: string): string {
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}-${end}${extension}`
}
