import { counted, grouped } from '../../text/figures.ts'

/** A count that there may be more of: `2,000+ packets`, `2,000+`; one that is whole: `1 packet`, `1`. Of none `0`, however far it was looked. */
export function atLeast(count: number, partly: boolean | undefined, one?: string): string {
  const isOpen = partly === true && count > 0
  const number = `${grouped(count)}${isOpen ? '+' : ''}`
  return one === undefined ? number : isOpen ? `${number} ${one}s` : counted(count, one)
}
