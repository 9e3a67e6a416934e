import { bodiesAhead } from '../chain.ts'
import type { IkeMessage } from '../facts.ts'

// IKEv1 sends no initialisation vectors. The first encrypted message of phase 1 takes its own from a hash of both key
// exchange values, every further one the last cipher block of the message before it, and each phase 2 exchange begins with
// a hash of phase 1's last block and its message id (RFC 2409 Appendix B). A decoder that moves one state along with
// every packet is lost at the first retransmission or gap. So nothing is moved here: what every message leaves behind is
// kept, and a message is tried with all vectors that can be meant. Only its first block depends on the choice, and a
// wrong one gives no payload header.

/** What the messages of one negotiation leave behind. */
export interface IvChain {
  /** Key exchange values, in the order in which they came. */
  readonly keyExchanges: readonly Uint8Array[]
  /** The last 16 octets of each encrypted message, by message id. */
  readonly lastBlocks: ReadonlyMap<number, readonly Uint8Array[]>
  /** The cipher that was chosen, by IANA's number and name; undefined when that was not seen. RFC 2409 Appendix A. */
  readonly cipher?: { readonly value: number; readonly name: string }
}

interface Growing extends IvChain {
  readonly keyExchanges: Uint8Array[]
  readonly lastBlocks: Map<number, Uint8Array[]>
  cipher?: NonNullable<IvChain['cipher']>
}

/** Negotiations, exchanges of one, and messages of an exchange that are remembered. */
const NEGOTIATIONS = 10_000
const EXCHANGES = 10_000
const MESSAGES = 12
const KEY_EXCHANGES = 4

const ENCRYPTION = 1
const HEADER = 28

/** What the IKEv1 messages of a trace leave behind, by the initiator's cookie; holds copies of the bytes, and so much at most. */
export class IvChains {
  private readonly byCookie = new Map<string, Growing>()

  /** The chain of a negotiation, by its initiator's cookie. */
  of(cookie: string): IvChain | undefined {
    return this.byCookie.get(cookie)
  }

  /** Notes what a whole message leaves behind; a copy of a known one leaves nothing new. */
  note(message: IkeMessage): void {
    const { majorVersion, initiatorSpi, responderSpi, flags, messageId, nextPayload, bytes, length } = message
    if (majorVersion !== 1 || bytes.length < length) return
    if (flags & ENCRYPTION) {
      if (length < HEADER + 8) return
      const { lastBlocks } = this.opened(initiatorSpi)
      const known = lastBlocks.get(messageId)
      if (known) keep(known, bytes.slice(-16), MESSAGES)
      else if (lastBlocks.size < EXCHANGES) lastBlocks.set(messageId, [bytes.slice(-16)])
      return
    }
    const cipher = /[^0]/.test(responderSpi) ? cipherIn(message) : undefined
    if (cipher) this.opened(initiatorSpi).cipher ??= cipher
    for (const body of bodiesAhead(bytes, nextPayload, KE)) keep(this.opened(initiatorSpi).keyExchanges, body.slice(), KEY_EXCHANGES)
  }

  private opened(cookie: string): Growing {
    let chain = this.byCookie.get(cookie)
    if (!chain) {
      if (this.byCookie.size >= NEGOTIATIONS) this.byCookie.delete(this.byCookie.keys().next().value!)
      chain = { keyExchanges: [], lastBlocks: new Map() }
      this.byCookie.set(cookie, chain)
    }
    return chain
  }
}

/** The cipher of an answer: one transform is left in it. */
function cipherIn({ payloads }: IkeMessage): IvChain['cipher'] {
  const transforms = payloads.flatMap(p => (p.kind === 'sa' ? p.proposals : [])).flatMap(({ transforms }) => transforms)
  const said = transforms.length === 1 ? transforms[0]!.attributes.find(({ type }) => type === ENCRYPTION_ALGORITHM) : undefined
  return said && { value: Number(said.value), name: said.meaning ?? `cipher ${said.value}` }
}

/** Attribute of a phase 1 transform, RFC 2409 Appendix A. */
const ENCRYPTION_ALGORITHM = 1

/** Payload type of KE, RFC 2408 §3.1. */
const KE = 4

function keep(all: Uint8Array[], one: Uint8Array, most: number): void {
  const known = all.some(other => other.length === one.length && other.every((byte, i) => byte === one[i]))
  if (!known && all.length < most) all.push(one)
}
