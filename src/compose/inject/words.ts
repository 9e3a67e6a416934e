import type { Limits } from '../limits.ts'

/** A line that cannot be understood, in one sentence. */
export class Unclear extends Error {}

/** The words of one line, taken from left to right. */
export class Words {
  private at = 0
  private readonly all: readonly string[]

  constructor(line: string) {
    this.all = line.split(/\s+/).filter(word => word !== '')
  }

  get isDone(): boolean {
    return this.at >= this.all.length
  }

  /** The next word; `what` names it when there is none. */
  next(what: string): string {
    const word = this.all[this.at++]
    if (word === undefined) throw new Unclear(`${what} is missing at the end`)
    return word
  }

  /** Takes the words given when they come next. */
  takes(...words: readonly string[]): boolean {
    if (!words.every((word, i) => this.all[this.at + i] === word)) return false
    this.at += words.length
    return true
  }

  /** Takes the next word when it looks so. */
  matching(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.all[this.at] ?? '')
    if (found) this.at++
    return found ?? undefined
  }

  /** A number with its unit, in one word or two: `5 s`, `20ms`. @param limits in the first unit */
  quantity(what: string, units: Readonly<Record<string, number>>, limits: Limits): number {
    const word = this.next(what)
    const [, digits = '', joined = ''] = /^([+-]?\d+(?:\.\d+)?)(\D*)$/.exec(word) ?? []
    const unit = joined || this.next(`the unit of ${what}`)
    if (digits === '' || !Object.hasOwn(units, unit))
      throw new Unclear(`${what} is ${word}, which is no number of ${Object.keys(units).join(' or ')}`)
    return within(Number(digits) * units[unit]!, `${what} is ${digits} ${unit}`, limits, ` ${Object.keys(units)[0]}`)
  }

  /** A whole number. */
  number(what: string, limits: Limits): number {
    const word = this.next(what)
    if (!/^[+-]?\d+$/.test(word)) throw new Unclear(`${what} is ${word}, which is no whole number`)
    return within(Number(word), `${what} is ${word}`, limits)
  }

  /** A whole number when one comes next. */
  maybeNumber(what: string, limits: Limits, otherwise: number): number {
    return /^[+-]?\d/.test(this.all[this.at] ?? '') ? this.number(what, limits) : otherwise
  }

  end(): void {
    if (!this.isDone) throw new Unclear(`what ${this.all.slice(this.at).join(' ')} means is not known here`)
  }
}

/** @throws Unclear for a number beyond its limits */
export function within(value: number, says: string, [least, most]: Limits, unit = ''): number {
  if (value < least || value > most) throw new Unclear(`${says}; the least is ${least}${unit}, the most ${most}${unit}`)
  return value
}

/** Seconds. */
export const DURATION = { s: 1, ms: 0.001, min: 60, h: 3600 } as const
