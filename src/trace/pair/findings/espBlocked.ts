import type { Found } from '../../findings/finding.ts'
import { cited, endName, other, type PairForm, ways } from '../scene.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'

/** Packets from which "not one arrived" is no accident. */
const SEVERAL = 3

/** T9: what is protected leaves one end and never arrives at the other, while IKE passes. */
export const espBlocked: PairForm = (pair, alone) => {
  const blocked = protectedWays(pair).filter(isBlocked)
  const established = pair.joints.all.findLast(joint => joint.course.verdict.outcome === 'established')
  if (blocked.length === 0 || !established) return []
  const [first] = blocked as [ProtectedWay]
  const protocol = first.udpEncapsulated ? 'ESP in UDP 4500' : 'IP protocol 50 or 51'
  const found: Found = {
    severity: 'error',
    title: `Protected packets from ${blocked.map(way => endName(pair, way.sender)).join(' and ')} never arrive`,
    says: `${blocked.map(way => `${way.lost.length + way.outside.length} protected packets left ${endName(pair, way.sender)}, and not one of them is in the capture at ${endName(pair, other(way.sender))}`).join('. ')}. IKE passes: something between the two drops ${protocol}.`,
    confidence: 'certain',
    place: ways(new Set(blocked.map(way => way.sender))),
    negotiation: alone[0]?.negotiation ?? established.id,
    because: ['The negotiation came to stand between the same two hosts, and its messages arrive.'],
    evidence: blocked.flatMap(way => cited(way.sender, [...way.lost, ...way.outside])),
    otherwise: [],
    tryNext: [`Let firewalls on the path pass ${protocol} in both directions, not only UDP 500.`],
  }
  return [found]
}

/** Something was sent, and nothing of it arrived. */
export function isBlocked({ arrived, lost, outside }: ProtectedWay): boolean {
  return arrived === 0 && lost.length > 0 && lost.length + outside.length >= SEVERAL
}
