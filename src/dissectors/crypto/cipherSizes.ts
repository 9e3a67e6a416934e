import { type Encryption, encryptions } from './encryption.ts'

/** What a cipher needs on the wire, whether it can be decrypted here or not. */
export type CipherSizes = Pick<Encryption, 'iv' | 'tag' | 'block'>

/** By IANA's name of transform type 1, ikev2-parameters; the last is of IKEv1 alone (RFC 4196). To add one: a line. */
export const cipherSizes: Readonly<Record<string, CipherSizes>> = {
  ...encryptions,
  /** RFC 4543 §3.3: what it checks travels in the clear. */
  ENCR_NULL_AUTH_AES_GMAC: { iv: 8, tag: 16, block: 1 },
  /** RFC 5529 §2. */
  ENCR_CAMELLIA_CBC: { iv: 16, tag: 0, block: 16 },
  ENCR_CAMELLIA_CTR: { iv: 8, tag: 0, block: 1 },
  ENCR_CAMELLIA_CCM_8: { iv: 8, tag: 8, block: 1 },
  ENCR_CAMELLIA_CCM_12: { iv: 8, tag: 12, block: 1 },
  ENCR_CAMELLIA_CCM_16: { iv: 8, tag: 16, block: 1 },
  /** RFC 8750 §5: the vector is made of the sequence number. */
  ENCR_AES_CCM_8_IIV: { iv: 0, tag: 8, block: 1 },
  ENCR_AES_GCM_16_IIV: { iv: 0, tag: 16, block: 1 },
  ENCR_CHACHA20_POLY1305_IIV: { iv: 0, tag: 16, block: 1 },
  ENCR_SEED_CBC: { iv: 16, tag: 0, block: 16 },
}
