import type { Query } from '../../host/asked.ts'

/** The packets that a `packet:` value asks for in a capture, [first, last]; undefined for none. */
export function numbersAsked(value: string, trace: 0 | 1 | 2): readonly [first: number, last: number] | undefined {
  const [, side, first, last = first] = /^([abr]?)#?(\d+)(?:-(\d+))?$/.exec(value) ?? []
  return first === undefined || (side && side !== 'abr'[trace]) ? undefined : [Number(first), Number(last)]
}

/**
 * Words that ask for packet numbers between the first and the last packet of traffic, a bit a word. Which of the numbers between are
 * its own is not known; so it is not left out for one of them.
 */
export function bitsBetween({ terms }: Query, trace: 0 | 1, packets: readonly number[]): number {
  const [begin, end] = [packets[0], packets.at(-1)]
  if (begin === undefined || end === undefined) return 0
  return terms.reduce((bits, { key, value, not }, place) => {
    const asked = key === 'packet' && !not ? numbersAsked(value, trace) : undefined
    return asked && asked[0] <= end && asked[1] >= begin ? bits | (1 << place) : bits
  }, 0)
}
