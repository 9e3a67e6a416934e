import type { Message, Negotiation } from '../model.ts'

/** What can be said of a negotiation's messages at a glance. Rules ask it before they look closer: most have nothing to say. */
export interface Glance {
  /** Messages with a notify that can be read: refusals, and what else the peers say of themselves. */
  readonly notices: readonly Message[]
  /** A message holds a GSS token that can be read. */
  readonly hasToken: boolean
  /** A message was sent more than once. */
  readonly isRepeated: boolean
  /** A sending was captured more than once. */
  readonly isCapturedTwice: boolean
  /** A sending came in pieces that IKE itself made. */
  readonly isCutInIke: boolean
}

/** Looks once through all messages and their sightings. */
export function glanceAt({ messages }: Negotiation): Glance {
  const notices: Message[] = []
  let [hasToken, isRepeated, isCapturedTwice, isCutInIke] = [false, false, false, false]
  for (const message of messages) {
    for (const { kind } of message.ike.payloads) {
      if (kind === 'notify' && notices.at(-1) !== message) notices.push(message)
      hasToken ||= kind === 'gss'
    }
    isRepeated ||= message.transmissions.length > 1
    for (const { sightings } of message.transmissions) {
      isCapturedTwice ||= sightings.length > 1
      for (const { carriage } of sightings) isCutInIke ||= carriage === 'ike-fragments'
    }
  }
  return { notices, hasToken, isRepeated, isCapturedTwice, isCutInIke }
}
