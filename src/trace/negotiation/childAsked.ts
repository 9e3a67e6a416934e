import type { Notify, Payload, Proposal, Transform } from '../../dissectors/ike/facts.ts'
import type { Message, Side } from '../model.ts'
import type { Course } from './course.ts'
import { Exchanges, INVALID_KE_PAYLOAD, payloadOf, readableError } from './header.ts'
import { beganAt } from './phase2.ts'
import { attributeOf } from './proposals.ts'
import { REKEY_SA } from './tells.ts'

// What IKEv2 asks for when it makes an SA for traffic, and what it gets, where both can be read. The SA that comes with IKE_AUTH has no key
// exchange of its own: a group is asked for, and refused, only in CREATE_CHILD_SA. RFC 7296 §1.2, §1.3.

/** One request for an SA for traffic, and its answer. */
export interface ChildAsked {
  readonly request: Message
  readonly answer: Message
  readonly asker: Side
  /** By CREATE_CHILD_SA; otherwise with IKE_AUTH. */
  readonly isLater: boolean
  /** It replaces one. */
  readonly rekeys: boolean
  readonly offered: readonly Proposal[]
  /** Undefined where it was refused. */
  readonly chosen: Proposal | undefined
  /** The notify that refuses it, be it that it asks for another group. */
  readonly refusal: Notify | undefined
  /** What is to be protected, as a text. */
  readonly selectors: string
}

/** Requests for SAs for traffic that can be read with their answers, in order. */
export function childrenAsked({ exchanges }: Course): ChildAsked[] {
  const made = exchanges.filter(e => e.exchangeType === Exchanges.ikeAuth || e.exchangeType === Exchanges.createChildSa)
  const inOrder = [...made].sort((a, b) => beganAt(a) - beganAt(b))
  return inOrder.flatMap(({ exchangeType, messages, starter }) => {
    const request = messages.find(m => m.message.side === starter)?.message
    const answer = messages.findLast(m => m.message.side !== starter)?.message
    if (!request?.ike.decrypted || !answer?.ike.decrypted) return []
    const offered = forTraffic(request)
    if (offered.length === 0) return []
    return {
      request,
      answer,
      asker: starter,
      isLater: exchangeType === Exchanges.createChildSa,
      rekeys: request.ike.payloads.some(p => p.kind === 'notify' && p.notifyType === REKEY_SA),
      offered,
      chosen: forTraffic(answer)[0],
      refusal: forTraffic(answer).length > 0 ? undefined : refusalIn(answer),
      selectors: selectorsOf(request),
    }
  })
}

/** AH and ESP. */
function forTraffic({ ike }: Message): readonly Proposal[] {
  return payloadOf(ike, 'sa')?.proposals.filter(p => p.protocol === 2 || p.protocol === 3) ?? []
}

function refusalIn({ ike }: Message): Notify | undefined {
  const asksAnother = ike.payloads.find((p): p is Payload & Notify => p.kind === 'notify' && p.notifyType === INVALID_KE_PAYLOAD)
  return readableError(ike) ?? asksAnother
}

/** What a message wants protected or lets be protected, as a text; empty where it cannot be read. */
export function selectorsOf({ ike }: Message): string {
  return ike.payloads.flatMap(p => (p.kind === 'ts' ? p.selectors.map(s => s.text) : [])).join(' ')
}

/** The group that an INVALID_KE_PAYLOAD asks for; undefined of any other notify. RFC 7296 §3.10.1. */
export function groupAskedFor({ notifyType, data }: Notify): number | undefined {
  return notifyType === INVALID_KE_PAYLOAD && data.length >= 2 ? (data[0]! << 8) | data[1]! : undefined
}

/** The groups of a proposal; 0, NONE, says that it may do without one. RFC 7296 §3.3.2. */
export function groupsOf({ transforms }: Proposal): readonly Transform[] {
  return transforms.filter(t => t.type === KE)
}

/** What a proposal is made of beside them. */
export function butForGroup({ transforms }: Proposal): readonly Transform[] {
  return transforms.filter(t => t.type !== KE)
}

/** Whether a proposal holds all that another one is made of, but for the groups. */
export function fitsButForGroup(offer: Proposal, other: Proposal): boolean {
  return offer.protocol === other.protocol && butForGroup(other).every(one => offer.transforms.some(t => isSame(t, one)))
}

function isSame(one: Transform, other: Transform): boolean {
  const length = (t: Transform) => attributeOf(t, KEY_LENGTH)?.value
  return one.type === other.type && one.id === other.id && length(one) === length(other)
}

/** Transform type of the key exchange, and the attribute for the length of a key. RFC 7296 §3.3.2, §3.3.5. */
const KE = 4
const KEY_LENGTH = 14
