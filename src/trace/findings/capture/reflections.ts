import type { Course } from '../../negotiation/course.ts'
import { type Reflection, reflectionOf } from '../../negotiation/reflected.ts'
import { evidence, type Found } from '../finding.ts'

/** Most that are told. */
const MOST = 8

/** Answers of many hosts that one host, to all appearances, did not ask: no negotiation of which the capture lacks the beginning. */
export function reflections(courses: readonly Course[]): Found[] {
  const all = new Map(courses.flatMap(course => reflectionOf(course) ?? []).map(one => [`${one.spi} ${one.to}`, one]))
  return [...all.values()].slice(0, MOST).map(found)
}

function found({ spi, to, courses, hosts }: Reflection): Found {
  return {
    severity: 'note',
    title: `Somebody sent in the name of ${to}: ${hosts} hosts answer it (a reflection)`,
    says: `${hosts} hosts answer ${to} under one and the same SPI, ${spi}, that they can only have from one sender, and ${to} sends them nothing here. No next message is due from it.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: null,
    because: ['Whoever negotiates chooses another SPI for each negotiation; these hosts were all sent the same one.'],
    evidence: evidence(courses.map(({ negotiation }) => negotiation.messages[0]!)),
    otherwise: [`${to} itself asked them all under that SPI, as a scan does, and what it sent was not captured.`],
    tryNext: [`Capture at ${to} in both directions: if it sends no IKE, drop UDP 500 and 4500 towards it where its network begins.`],
    inBrief: `somebody sent in the name of ${to} (a reflection)`,
  }
}
