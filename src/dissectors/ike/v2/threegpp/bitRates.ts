import type { Cursor } from '../../../cursor.ts'
import { names } from '../../../meaning.ts'

// How much traffic a phone may send. Rates were made for modems, in one octet of kbit/s; every generation added another octet for what
// the one before could not say, and a second element with a unit and two octets in the end.

/** QoS class identifiers. TS 23.203 table 6.1.7-A. */
const qosClass = names({
  0: 'as subscribed',
  1: 'conversational voice',
  2: 'conversational video',
  3: 'real time gaming',
  4: 'streamed video',
  5: 'signalling of calls',
  6: 'buffered video, TCP',
  7: 'voice, video, games',
  8: 'buffered video, TCP',
  9: 'buffered video, TCP; the usual default',
  65: 'mission critical push to talk',
  66: 'other push to talk',
  67: 'mission critical video',
  69: 'signalling of mission critical calls',
  70: 'mission critical data',
  75: 'vehicles',
  79: 'vehicles',
  80: 'low latency',
})

/** Kilobits a second of an octet; undefined when another octet counts. */
type Coding = (value: number) => number | undefined

/** TS 24.301 table 9.9.4.3.1, the same in table 9.9.4.2.1. */
const first: Coding = value => {
  if (value === 0) return undefined
  if (value === 255) return 0
  return value < 64 ? value : value < 128 ? 64 + (value - 64) * 8 : 576 + (value - 128) * 64
}
const extended: Coding = value => {
  if (value === 0) return undefined
  if (value <= 74) return 8600 + value * 100
  return value <= 186 ? 16_000 + (value - 74) * 1000 : Math.min(256_000, 128_000 + (value - 186) * 2000)
}
const extendedTwice: Coding = value => {
  if (value === 0) return undefined
  if (value <= 61) return 256_000 + value * 4000
  return value <= 161 ? 500_000 + (value - 61) * 10_000 : Math.min(10_000_000, 1_500_000 + (value - 161) * 100_000)
}

const LIMITS = ['Maximum bit rate for uplink', 'Maximum bit rate for downlink'] as const
const PROMISES = ['Guaranteed bit rate for uplink', 'Guaranteed bit rate for downlink'] as const
const WHOLE = ['APN-AMBR for downlink', 'APN-AMBR for uplink'] as const

/** EPS quality of service. TS 24.301 §9.9.4.3. */
export function epsQos(c: Cursor): string {
  const number = c.u8('QoS Class Identifier', qosClass)
  const [up, down, sureUp, sureDown] = rates(c, [...LIMITS, ...PROMISES], [first, extended, extendedTwice])
  const told = [`class ${number}`, both(up, down), sureUp || sureDown ? `guaranteed ${both(sureUp, sureDown)}` : '']
  return told.filter(text => text).join(', ')
}

/** APN aggregate maximum bit rate. TS 24.301 §9.9.4.2: the last two octets count what is to be added, in 256 Mbit/s. */
export function apnAmbr(c: Cursor): string {
  const [down, up] = rates(c, WHOLE, [first, extended])
  if (c.left < 2) return both(up, down)
  const [moreDown = 0, moreUp = 0] = WHOLE.map(name => c.u8(`${name} (extended-2)`, value => `and ${rate(value * 256_000)} more`))
  return both((up ?? 0) + moreUp * 256_000, (down ?? 0) + moreDown * 256_000)
}

/** Extended EPS quality of service. TS 24.301 §9.9.4.30. */
export function extendedEpsQos(c: Cursor): string {
  const [up, down] = inUnits(c, 'Unit for maximum bit rate', LIMITS)
  const [sureUp, sureDown] = c.left > 0 ? inUnits(c, 'Unit for guaranteed bit rate', PROMISES) : []
  return [both(up, down), sureUp || sureDown ? `guaranteed ${both(sureUp, sureDown)}` : ''].filter(text => text).join(', ')
}

/** Extended APN aggregate maximum bit rate. TS 24.301 §9.9.4.29. */
export function extendedApnAmbr(c: Cursor): string {
  const [[down], [up]] = WHOLE.map(name => inUnits(c, `Unit for ${name}`, [name])) as [number[], number[]]
  return both(up, down)
}

/** One octet for each rate, then one more for each that is too large for those, and so on. */
function rates(c: Cursor, rateNames: readonly string[], codings: readonly Coding[]): (number | undefined)[] {
  const found = rateNames.map((): number | undefined => undefined)
  for (const [step, coding] of codings.entries()) {
    if (c.left < rateNames.length) break
    const suffix = ['', ' (extended)', ' (extended-2)'][step]
    for (const [i, name] of rateNames.entries()) {
      const kbps = coding(c.u8(name + suffix, value => rate(coding(value))))
      if (kbps !== undefined) found[i] = kbps
    }
  }
  return found
}

/** Numbers of a unit that stands in front of them: 200 kbit/s, then 1, 4, 16, 64 and 256 Mbit/s, Gbit/s and so on. */
function inUnits(c: Cursor, unitName: string, rateNames: readonly string[]): number[] {
  const kbps = (unit: number) => {
    if (unit < 2 || unit > 21) return unit === 1 ? 200 : 0
    return 4 ** ((unit - 2) % 5) * 1000 ** (1 + Math.floor((unit - 2) / 5))
  }
  const unit = kbps(c.u8(unitName, value => rate(kbps(value)) ?? 'not used'))
  return rateNames.map(name => c.u16(name, value => rate(value * unit)) * unit)
}

function both(up: number | undefined, down: number | undefined): string {
  if (up === undefined && down === undefined) return ''
  return `${rate(up) ?? 'as subscribed'} up, ${rate(down) ?? 'as subscribed'} down`
}

/** `128 kbit/s`, `1.5 Gbit/s`. */
function rate(kbps: number | undefined): string | undefined {
  if (kbps === undefined) return undefined
  const prefixes = ['k', 'M', 'G', 'T', 'P']
  let [value, step] = [kbps, 0]
  for (; value >= 1000 && step < prefixes.length - 1; step++) value /= 1000
  return `${Number(value.toFixed(3))} ${prefixes[step]}bit/s`
}
