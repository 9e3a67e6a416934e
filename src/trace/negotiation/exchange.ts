import { exchangeType as exchangeName, exchangeTypeGdoi, exchangeTypeV1 } from '../../dissectors/ike/names/exchangeTypes.ts'
import type { Message, Negotiation, Side } from '../model.ts'
import { Exchanges, isPhase1, isResponse } from './header.ts'
import { nameMessages } from './messageNames.ts'
import { quickModeStart } from './quickModeStart.ts'
import { opposite } from './sides.ts'

/** One exchange of a negotiation with its messages in the order in which they were first seen. */
export interface Exchange {
  /** As people call it: Main Mode, Quick Mode, IKE_AUTH. */
  readonly type: string
  readonly exchangeType: number
  readonly messageId: number
  /** Who began it: not always who began the negotiation. */
  readonly starter: Side
  readonly messages: readonly NamedMessage[]
  /** A quick mode of which the capture may lack the beginning: `starter` is who was heard first, and need not be who began. */
  readonly isUnsure?: true
}

/** A message with what people call it. */
export interface NamedMessage {
  /** MM3, QM1, IKE_AUTH response. */
  readonly name: string
  /** Place in its exchange, from 1; two messages of one place: a try and another. */
  readonly position: number
  readonly message: Message
}

/**
 * The exchanges of a negotiation, in the order of their first messages. IKEv1 tells exchanges by message id (RFC 2408
 * §3.1); IKEv2 counts the ids of each direction by itself, so whose request it is belongs to the key (RFC 7296 §2.2).
 */
export function exchangesOf(negotiation: Negotiation, initiator: Side): Exchange[] {
  const gdoi = negotiation.endpoints.some(known => known.some(e => e.port === GDOI_PORT))
  const groups = new Map<string, Message[]>()
  let latest: Message[] = []
  for (const message of negotiation.messages) {
    if (!latest[0] || !isOfExchange(message, latest[0])) {
      const { exchangeType, messageId, majorVersion } = message.ike
      const key = `${exchangeType} ${messageId} ${majorVersion === 2 ? asker(message) : ''}`
      latest = groups.get(key) ?? []
      groups.set(key, latest)
    }
    latest.push(message)
  }
  return [...groups.values()].map(messages => {
    const { exchangeType, messageId, majorVersion } = messages[0]!.ike
    const type = typeName(messages[0]!.ike, gdoi)
    const quick = exchangeType === Exchanges.quick && majorVersion !== 2 && !gdoi ? quickModeStart(negotiation, messages) : undefined
    const starter = majorVersion === 2 ? asker(messages[0]!) : isPhase1(exchangeType) ? initiator : (quick?.starter ?? messages[0]!.side)
    const named = nameMessages(messages, starter, exchangeType, type, quick)
    return { type, exchangeType, messageId, starter, messages: named, ...(quick?.isUnsure ? { isUnsure: true as const } : {}) }
  })
}

function isOfExchange(one: Message, other: Message): boolean {
  const [a, b] = [one.ike, other.ike]
  if (a.exchangeType !== b.exchangeType || a.messageId !== b.messageId) return false
  const isV2 = a.majorVersion === 2
  return isV2 === (b.majorVersion === 2) && (!isV2 || asker(one) === asker(other))
}

/** Who sent the request that an IKEv2 message is or answers. */
function asker(message: Message): Side {
  return isResponse(message.ike) ? opposite(message.side) : message.side
}

/** RFC 6407 §1: the group key exchanges, which share the numbers of Quick and New Group Mode. */
const GDOI_PORT = 848

/** What people call an exchange; the registry says "Identity Protection" for what everybody calls main mode. */
function typeName({ exchangeType, majorVersion }: Message['ike'], gdoi: boolean): string {
  const isV2 = majorVersion === 2
  if (gdoi && !isV2 && exchangeType >= Exchanges.quick) return exchangeTypeGdoi(exchangeType) ?? `Exchange ${exchangeType}`
  return common[exchangeType] ?? (isV2 ? exchangeName : exchangeTypeV1)(exchangeType) ?? `Exchange ${exchangeType}`
}

const common: Readonly<Record<number, string>> = {
  [Exchanges.base]: 'Base Mode',
  [Exchanges.main]: 'Main Mode',
  [Exchanges.authenticationOnly]: 'Authentication Only',
  [Exchanges.aggressive]: 'Aggressive Mode',
  [Exchanges.informational]: 'Informational',
  [Exchanges.transaction]: 'Transaction',
  [Exchanges.quick]: 'Quick Mode',
  [Exchanges.newGroup]: 'New Group Mode',
  [Exchanges.authipMain]: 'AuthIP Main Mode',
  [Exchanges.authipQuick]: 'AuthIP Quick Mode',
  [Exchanges.authipExtended]: 'AuthIP Extended Mode',
  [Exchanges.authipNotify]: 'AuthIP Notify',
}
