import { secondsBetween, ZONE } from '../../trace/instant.ts'
import { FURTHEST } from '../../trace/pair/setByHand.ts'
import { type Command, opened, VERDICT, verdictCode } from '../command.ts'
import { KEYS_OPTION, keyPaths, keyTexts } from '../keyFiles.ts'
import { Mistake } from '../mistake.ts'
import { monitorLines } from '../monitor.ts'

/** `ikescope monitor FILE --at T`: the SAs as IP Security Monitor would have shown them at a moment. */
export const monitor: Command = {
  name: 'monitor',
  usage: 'monitor FILE [--at T]… [--json] [--keys FILE]',
  says: 'shows the SAs, counters and expected events of one moment, as IP Security Monitor would have',
  options: [
    '--at T   seconds from the first packet (12.5), or a time as ISO 8601 (2026-11-25T12:00:03Z); again for more moments;',
    '         without it the end of the capture',
    '--json   one object for each moment, one a line',
    KEYS_OPTION,
  ],
  one: VERDICT,
  async run(args, out) {
    const { rest, paths } = keyPaths(args)
    const { names, moments, json } = understood(rest)
    const session = await opened(names, await keyTexts(paths))
    const report = await session.report()
    const [trace] = report.traces as [(typeof report.traces)[number]]
    const end = secondsBetween(trace.start, trace.end) ?? 0
    const times = moments.length ? moments.map(text => momentOf(text, trace.start)) : [end]
    for (const [i, time] of times.entries()) {
      const shown = await session.monitor(0, time)
      if (json) await out.line(JSON.stringify(shown))
      else await out.line(`${i ? '\n' : ''}${monitorLines(shown, trace.name, end, report.negotiations).join('\n')}`)
    }
    await session.close()
    return verdictCode(report)
  },
}

function understood(args: readonly string[]): { names: string[]; moments: string[]; json: boolean } {
  const names: string[] = []
  const moments: string[] = []
  let json = false
  let flags = true
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (!flags || !arg.startsWith('-') || arg === '-') names.push(arg)
    else if (arg === '--') flags = false
    else if (arg === '--json') json = true
    else if (arg.startsWith('--at=')) moments.push(arg.slice(5))
    else if (arg === '--at') {
      const moment = args[++i]
      if (moment === undefined) throw new Mistake('--at takes a time: seconds from the first packet, or ISO 8601')
      moments.push(moment)
    } else throw new Mistake(`unknown option ${arg}; there is --at, --json, --keys`)
  }
  if (names.length !== 1) throw new Mistake('monitor takes one file')
  for (const text of moments)
    if (!SECONDS.test(text) && !ISO.test(text)) throw new Mistake(`--at ${text}: neither seconds nor a time as ISO 8601`)
  return { names, moments, json }
}

const SECONDS = /^\d+(\.\d+)?s?$/
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** Seconds from the first packet. A time without a zone is meant on the clock of the capture. */
function momentOf(text: string, start: string | null): number {
  if (SECONDS.test(text)) return within(text, Number.parseFloat(text))
  if (start === null) throw new Mistake(`--at ${text}: the capture holds no time; seconds only`)
  if (!start.endsWith('Z') && ZONE.test(text.slice(10)))
    throw new Mistake(`--at ${text}: the capture has the local clock of a host whose zone is not known; a time without a zone is on it`)
  const time = secondsBetween(start, text.replace(' ', 'T').replace(',', '.'))
  if (time === undefined) throw new Mistake(`--at ${text}: no such time`)
  if (time < 0) throw new Mistake(`--at ${text}: before the first packet, ${start}`)
  return within(text, time)
}

/** No capture is longer than its clock can count. */
function within(text: string, seconds: number): number {
  if (seconds > FURTHEST) throw new Mistake(`--at ${text}: no such time`)
  return seconds
}
