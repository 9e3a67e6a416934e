import { firstSighting } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Nat, NatSide } from '../../path/nat.ts'
import { isClaimed } from '../../path/natClaim.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { firstOn4500, goesWithoutUdp } from './natUnused.ts'

/** A1: the hashes of the addresses do not fit the addresses on the wire. RFC 3947 §3.2, RFC 7296 §2.23. */
export const natDetected: Rule = { id: 'nat-detected', scenario: 'A1', find }

/** One finding for all negotiations of the same hosts that say the same. */
function find(scene: Scene): Found[] {
  const { courses, nats } = scene
  const told = new Map<string, Found>()
  for (const course of courses) {
    const nat = nats.get(course.negotiation)
    if (!nat) continue
    for (const side of [0, 1] as const) {
      const found = about(scene, course, nat, nat.sides[side], nat.sides[opposite(side)].seen.address)
      if (found && !told.has(found.says)) told.set(found.says, found)
    }
  }
  return [...told.values()]
}

function about(scene: Scene, course: Course, nat: Nat, side: NatSide, other: string): Found | undefined {
  const { seen, translated, forced, believed, tried, triedNetworks } = side
  const claimed = isClaimed(side)
  const words = (isSure: boolean) => (claimed ? madeUp(seen, isSure) : behindNat(side, other, isSure))
  const text =
    translated === 'no' && !forced
      ? undefined
      : words(claimed ? forced === 'certain' : translated === 'beyond here' ? nat.checked : !forced)
  if (!text || (translated === 'unknown' && !forced)) return undefined
  const after = `${claimed ? '' : isNoFault(scene, course)}${floats(course)}`
  return {
    severity: 'note',
    sure: { title: words(true).title, says: `${words(true).says}${after}` },
    about: { address: seen.address, isTranslated: !claimed && translated !== 'beyond here' },
    title: text.title,
    says: `${text.says}${after}`,
    confidence: translated === 'beyond here' ? (nat.checked ? 'certain' : 'possible') : (forced ?? (believed ? 'certain' : 'likely')),
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      `${translated === 'beyond here' ? `${other} sends a hash of the address that it sees` : 'The peer sends a hash of the address that it has'}; it does not fit ${seen.address} port ${seen.port}.`,
      ...(translated === 'beyond here' && forced
        ? ['Its own hash is made up besides, as by a peer that wants ESP inside UDP in any case.']
        : []),
      ...(believed ? [`It fits ${believed.address} port ${believed.port}.`] : []),
      ...(tried && translated !== 'beyond here'
        ? [`None of ${tried} addresses tried fits (those in this capture${triedNetworks ? ' and the usual private networks' : ''}).`]
        : []),
    ],
    evidence: evidence(nat.messages),
    otherwise: nat.checked ? text.otherwise : [...text.otherwise, ...UNCHECKED],
    tryNext: [],
  }
}

/** Where no hash of the negotiation fits any address. */
const UNCHECKED = [
  'The addresses in this capture were rewritten after it was taken.',
  'The hashes are made of something else, so that they cannot be checked.',
]

function behindNat({ seen, translated, believed }: NatSide, other: string, isSure: boolean) {
  if (translated === 'beyond here') {
    return {
      title: `${seen.address} ${isSure ? 'is' : 'may be'} behind a NAT`,
      says: `${isSure ? '' : 'It seems that '}${seen.address} is translated between this capture and ${other}, which sees it under another address.`,
      otherwise: [],
    }
  }
  if (believed?.address === seen.address) {
    return {
      title: `${seen.address} believes that it sends from port ${believed.port}`,
      says: `Here its packets come from port ${seen.port} of the same address: a NAT that leaves the address alone has changed the port, or the software of the host names a port that it does not use. Either way both peers take it for a NAT.`,
      otherwise: [],
    }
  }
  return {
    title: `The peer at ${seen.address} ${isSure ? 'is' : 'may be'} behind a NAT`,
    says: `${isSure ? 'A' : 'It seems that a'} NAT has put ${seen.address} in place of the peer's own address${believed ? ` ${believed.address}` : ''} before its packets come by here${translated === 'both' ? `, and it is translated once more on the way to ${other}` : ''}.`,
    otherwise: believed ? [] : ['The peer sends a made-up hash to have ESP encapsulated in UDP without a NAT (strongSwan: encap).'],
  }
}

/** ESP goes into UDP then, unless this capture shows that it does not, or not yet. */
function isNoFault(scene: Scene, course: Course): string {
  if (goesWithoutUdp(scene, course)) return ' ESP would travel inside UDP port 4500 then; here it travels without.'
  return firstOn4500(course)
    ? ' That is no fault: ESP travels inside UDP port 4500.'
    : ' By itself that is no fault: ESP would travel inside UDP port 4500.'
}

function madeUp(seen: NatSide['seen'], isSure: boolean) {
  return {
    title: `${seen.address} asks for UDP encapsulation`,
    says: `${seen.address} ${isSure ? 'sends' : 'seems to send'} a made-up hash of its address, so that ESP travels inside UDP port 4500 although nobody translates it (strongSwan: encap = yes; libreswan: encapsulation=yes).`,
    otherwise: isSure ? [] : ['A NAT sits so close to it that its packets look as if they had passed no router.'],
  }
}

function floats(course: Course): string {
  const on4500 = firstOn4500(course)
  if (!on4500) return ' The negotiation has not moved to port 4500 in this capture.'
  return ` The negotiation uses port 4500 from packet ${firstSighting(on4500).packets[0]} on.`
}
