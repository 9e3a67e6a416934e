import type { BlockCipher } from './crypto/blockCiphers.ts'
import type { Encryption } from './crypto/encryption.ts'
import type { Integrity } from './crypto/integrity.ts'
import type { EspName } from './ipsec/known.ts'

/** Keys that were given. Dissectors ask by what a packet says of itself; several may answer, for one end of a wrong
 *  pre-shared key has other keys than the other, and wildcards overlap. */
export interface Keyring {
  /** Encryption keys of an IKEv1 negotiation, by its initiator's cookie. */
  ikev1(initiatorCookie: string): readonly Uint8Array[]
  /** What they may be for, by the number of phase 1's Encryption Algorithm, RFC 2409 Appendix A. Ciphers come with the keys: who has none
   *  loads none. */
  readonly ciphersV1: Readonly<Record<number, BlockCipher>>
  ikev2(initiatorSpi: string, responderSpi: string): readonly Ikev2Secret[]
  /** Keys of other IKE SAs that can be checked: after a rekeying, strongSwan writes new keys down under the old SPIs. */
  readonly otherIkev2: readonly Ikev2Secret[]
  esp(name: EspName): readonly EspSecret[]
}

/** Keys of an IKE SA: SK_e and SK_a of initiator and responder. RFC 7296 §2.14. */
export interface Ikev2Secret {
  readonly encryption: Encryption
  readonly integrity: Integrity
  readonly ei: Uint8Array
  readonly er: Uint8Array
  readonly ai: Uint8Array
  readonly ar: Uint8Array
}

/** Keys of an ESP SA. */
export interface EspSecret {
  readonly encryption: Encryption
  readonly key: Uint8Array
  readonly integrity: Integrity
  readonly integrityKey: Uint8Array
}
