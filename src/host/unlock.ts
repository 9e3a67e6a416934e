import { IvChains } from '../dissectors/ike/decrypt/ivChains.ts'
import type { IkeMessage } from '../dissectors/ike/facts.ts'
import { ike as ikeMessage } from '../dissectors/ike/message.ts'
import type { Keyring } from '../dissectors/keyring.ts'
import { dissect } from '../dissectors/packet.ts'
import type { Message, Negotiation } from '../trace/model.ts'
import { joinedFragments } from './joinedFragments.ts'
import type { Reading } from './reading.ts'

// Keys come after the capture was read, whenever somebody brings them. The messages that they may fit are dissected once
// more and their facts take the place of those without; packets are decrypted when they are looked at.

/** The encrypted messages that keys were given for, and those of them that they opened, each by what it is in any capture. */
export interface Unlocked {
  readonly tried: ReadonlySet<string>
  readonly opened: ReadonlySet<string>
}

/** Gives keys to a trace. Facts of the messages that can be read now are put in their place. */
export async function unlock(reading: Reading, keyring: Keyring): Promise<Unlocked> {
  const ivChains = new IvChains()
  const { negotiations } = reading.trace
  for (const { messages } of negotiations) {
    for (const message of messages) {
      if (keyring.ikev1(message.ike.initiatorSpi).length > 0) ivChains.note(message.ike)
      if (message.ike.decrypted) message.ike = locked(message.ike)
    }
  }
  reading.keys = { keyring, ivChains }
  const tried = new Set<string>()
  const opened = new Set<string>()
  for (const negotiation of negotiations) {
    for (const message of negotiation.messages) {
      negotiation.revision++
      if (!message.ike.encrypted) continue
      const named = hasKey(keyring, negotiation, message.ike)
      if (!named && (negotiation.version !== 2 || keyring.otherIkev2.length === 0)) continue
      const facts = await readAgain(reading, message)
      if (named || facts) tried.add(identityOf(message.ike))
      if (!facts) continue
      opened.add(identityOf(message.ike))
      message.ike = { ...message.ike, payloads: facts.payloads, decrypted: true }
    }
  }
  return { tried, opened }
}

/** IKEv2 numbers its messages; those of IKEv1 that have a number in common differ in what is encrypted. */
function identityOf({ majorVersion, initiatorSpi, responderSpi, exchangeType, flags, messageId, length, bytes }: IkeMessage): string {
  const header = [initiatorSpi, responderSpi, exchangeType, flags, messageId]
  return (majorVersion === 2 ? header : [...header, length, bytes.subarray(HEADER, HEADER + BLOCKS)]).join(' ')
}

/** Octets: of the header, and of what is encrypted as many as tell two messages apart, in a capture cut short too. */
const HEADER = 28
const BLOCKS = 32

/** Without what earlier keys showed. */
function locked({ decrypted: _, payloads, ...ike }: IkeMessage): IkeMessage {
  return { ...ike, payloads: payloads.filter(p => p.kind === 'encrypted' || p.kind === 'skf') }
}

function hasKey(keyring: Keyring, { version }: Negotiation, { initiatorSpi, responderSpi }: IkeMessage): boolean {
  return (version === 2 ? keyring.ikev2(initiatorSpi, responderSpi) : keyring.ikev1(initiatorSpi)).length > 0
}

/** The facts of a message that the keys open. */
async function readAgain(reading: Reading, { ike, transmissions }: Message): Promise<Pick<IkeMessage, 'payloads'> | undefined> {
  if (ike.payloads.some(payload => payload.kind === 'skf')) {
    for (const { sightings } of transmissions) {
      for (const { packets } of sightings) {
        const joined = await joinedFragments(reading, packets)
        if (joined) return { payloads: [...ike.payloads.filter(p => p.kind === 'skf'), ...joined.payloads] }
      }
    }
    return undefined
  }
  const context = { ...reading.keys, factsOnly: true, vendorIds: reading.vendorIds.of(ike.initiatorSpi) }
  const { layers } = dissect(ike.bytes, ike.length, (c, layers) => ikeMessage(c, layers), context)
  const read = layers.find(layer => layer.kind === 'ike')?.message
  return read?.decrypted ? read : undefined
}
