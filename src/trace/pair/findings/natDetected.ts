import type { Found } from '../../findings/finding.ts'
import { type Crossing, crossed, crossingOf } from '../crossing.ts'
import { jointOf, type PairForm, type PairScene } from '../scene.ts'
import { isUntranslated } from '../untranslated.ts'

/** A1: both captures show with which addresses and ports each message left and arrived, so no doubt about a NAT is left. */
export const natDetected: PairForm = (pair, alone) => {
  const told = new Map<string, Found>()
  for (const one of alone) {
    const joint = jointOf(pair, one)
    const found = joint && isUntranslated(joint, one.about?.address) ? settled(one) : withCrossing(pair, one)
    if (found && !told.has(found.title)) told.set(found.title, found)
  }
  return [...told.values()].filter(one => !isToldFromNear(pair, one, [...told.values()]))
}

/** A NAT that one end holds possible is none; a hash that seemed made up is. */
function settled(found: Found): Found | undefined {
  if (found.confidence === 'possible') return undefined
  return {
    ...found,
    ...found.sure,
    confidence: 'certain',
    because: [...found.because, 'Both captures show the same addresses and ports.'],
    otherwise: [],
  }
}

/** With one message as it left and as it arrived: what is before the NAT and what behind it. */
function withCrossing(pair: PairScene, found: Found): Found {
  const crossing = crossingIn(pair, found)
  if (!crossing) return found
  const { sender, packets } = crossing
  const own = packets.map((packet, i) => ({ trace: (i === 0 ? sender : 1 - sender) as 0 | 1, packet }))
  return {
    ...found,
    ...found.sure,
    says: `${(found.sure ?? found).says} ${crossed(crossing)}`,
    confidence: 'certain',
    evidence: [...own, ...found.evidence.filter(one => !own.some(two => two.trace === one.trace && two.packet === one.packet))],
    otherwise: [],
  }
}

/** A cited packet on whose way the address that the finding names was put in place of another one, or replaced. */
function crossingIn(pair: PairScene, found: Found): Crossing | undefined {
  const address = found.about?.address
  for (const { trace, packet } of found.evidence) {
    const crossing = crossingOf(pair, trace, packet)
    if (crossing && isOf(crossing, address)) return crossing
  }
  return undefined
}

function isOf({ before, after }: Crossing, address: string | undefined): boolean {
  return (['source', 'destination'] as const).some(
    end =>
      (before[end].address !== after[end].address || before[end].port !== after[end].port) &&
      (before[end].address === address || after[end].address === address),
  )
}

/** The far end tells of a NAT before the peer, and the peer's own end tells of the same one. */
function isToldFromNear(pair: PairScene, found: Found, all: readonly Found[]): boolean {
  const crossing = crossingIn(pair, found)
  if (!crossing || !found.about?.isTranslated) return false
  const { before, after } = crossing
  const isTold = (own: string) => all.some(one => one.about?.isTranslated === false && one.about.address === own && crossingIn(pair, one))
  const ends = [
    [before.source.address, after.source.address],
    [after.destination.address, before.destination.address],
  ] as const
  return ends.some(([own, seen]) => own !== seen && found.about?.address === seen && isTold(own))
}
