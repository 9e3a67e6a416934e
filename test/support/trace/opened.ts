import { ikev1, ikev2, type Part } from '../../../src/compose/ike/message.ts'
import { read } from '../ike/read.ts'
import type { Story } from './story.ts'

/** As if keys were given: what is inside an encrypted message that the story tells of. */
export function opened(told: Story, sealed: Uint8Array, ...inside: Part[]): Story {
  const messages = told.trace.negotiations.flatMap(n => n.messages)
  const message = messages.find(({ ike: { bytes } }) => Buffer.from(bytes).equals(sealed))
  if (!message) throw new Error('the story has no such message')
  const { majorVersion, exchangeType: exchange, initiatorSpi: initiator, responderSpi: responder, flags, messageId, payloads } = message.ike
  const plain = (majorVersion === 2 ? ikev2 : ikev1)({ initiator, responder, exchange, flags: flags & ~1, messageId }, ...inside)
  message.ike = { ...message.ike, payloads: [...payloads, ...read(plain).message.payloads], decrypted: true }
  message.negotiation.revision++
  return told
}
