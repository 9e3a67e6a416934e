import type { Problem } from '../dissectors/field.ts'

/** Problems that are told; the others are counted. */
const MOST = 5

/** Collects why a capture could not be read whole: it is cut off, or contradicts itself. What is only odd was read. */
export function whyUnread() {
  const told: string[] = []
  let more = 0
  return {
    problem(packet: number, { weight, says }: Problem) {
      if (weight === 'odd') return
      if (told.length < MOST) told.push(`packet ${packet}, ${weight}: ${says}`)
      else more++
    },
    lines: (): readonly string[] => (more > 0 ? [...told, `and ${more} more of this kind`] : told),
  }
}
