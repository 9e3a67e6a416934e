import type { AuthIpSa } from '../ike/authip.ts'
import type { Phase1 } from '../ike/sealed.ts'
import type { IkeV2Keys } from '../ike/sealedV2.ts'
import type { EspKeys } from '../packets/protected.ts'
import type { Conversation, End } from './conversation.ts'

/** A pair of ESP SAs. */
export interface Child {
  /** By the end that receives: keys, and from when on it knows them. */
  readonly toward: readonly [EspKeys, EspKeys]
  /** Seconds; when the end can read and send on it. Undefined: it never learnt of it. */
  readonly known: [number | undefined, number | undefined]
  readonly sequence: [number, number]
}

/** An IKE SA as both ends hold it. */
export interface IkeSa {
  readonly phase1: Phase1
  readonly initiator: End
  /** 500, or 4500 behind a NAT. RFC 3947 §4. */
  readonly port: number
  /** By end: it still has it. */
  readonly holds: [boolean, boolean]
}

/** What stands between the two, and what is told of it. */
export interface State {
  readonly talk: Conversation
  ike?: IkeSa
  ikeV2?: { readonly keys: IkeV2Keys; readonly initiator: End; readonly next: [number, number]; readonly port: number }
  authIp?: { readonly sa: AuthIpSa; readonly port: number }
  /** ESP goes in UDP 4500. RFC 3948. */
  inUdp: boolean
  /** When the step that happens now, and the one before it, began. */
  began: { now: number; before: number }
  /** By end: the pair of SAs that it sends on. */
  child: [Child | undefined, Child | undefined]
  /** Every pair that ever was, so that a late packet still finds its SPI. */
  readonly children: Child[]
  /** Lines of Wireshark's tables. */
  readonly ikeKeys: string[]
  readonly ikeV2Keys: string[]
  readonly espKeys: string[]
  readonly events: { readonly at: number; readonly says: string }[]
}

/** Before the first step. */
export function newState(talk: Conversation): State {
  const began = { now: talk.now, before: talk.now }
  return { talk, inUdp: false, began, child: [undefined, undefined], children: [], ikeKeys: [], ikeV2Keys: [], espKeys: [], events: [] }
}

/** Notes what happened for the list beside the captures. @param at seconds of the story, kept to the millisecond */
export function tell({ talk, events }: State, says: string, at = talk.now): void {
  events.push({ at: Math.round(at * 1000) / 1000, says })
}

/** A new message id. */
export const messageId = ({ talk }: State): number => ((talk.draw(0x10000) << 16) | talk.draw(0x10000)) >>> 0 || 1
