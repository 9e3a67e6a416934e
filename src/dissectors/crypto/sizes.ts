// What encryption and integrity algorithms need on the wire. Whoever only measures does not load the algorithms.

/** What a cipher needs on the wire, whether it can be decrypted here or not. */
export interface CipherSizes {
  /** Octets of the vector that travels. */
  readonly iv: number
  /** Octets of the tag, of ciphers that check what they decrypt; 0: an integrity algorithm does that. */
  readonly tag: number
  /** Plaintext comes in multiples of this. */
  readonly block: number
}

/** By IANA's name of transform type 1, ikev2-parameters; the last is of IKEv1 alone (RFC 4196). To add one: a line. */
export const cipherSizes: Readonly<Record<string, CipherSizes>> = {
  ENCR_NULL: { iv: 0, tag: 0, block: 1 },
  /** RFC 2405. */
  ENCR_DES: { iv: 8, tag: 0, block: 8 },
  /** RFC 2451. */
  ENCR_3DES: { iv: 8, tag: 0, block: 8 },
  ENCR_BLOWFISH: { iv: 8, tag: 0, block: 8 },
  /** RFC 3602. */
  ENCR_AES_CBC: { iv: 16, tag: 0, block: 16 },
  /** RFC 3686. */
  ENCR_AES_CTR: { iv: 8, tag: 0, block: 1 },
  /** RFC 4309. */
  ENCR_AES_CCM_8: { iv: 8, tag: 8, block: 1 },
  ENCR_AES_CCM_12: { iv: 8, tag: 12, block: 1 },
  ENCR_AES_CCM_16: { iv: 8, tag: 16, block: 1 },
  /** RFC 4106. */
  ENCR_AES_GCM_8: { iv: 8, tag: 8, block: 1 },
  ENCR_AES_GCM_12: { iv: 8, tag: 12, block: 1 },
  ENCR_AES_GCM_16: { iv: 8, tag: 16, block: 1 },
  /** RFC 7634. */
  ENCR_CHACHA20_POLY1305: { iv: 8, tag: 16, block: 1 },
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

/** Octets of the check that travel, by IANA's name of transform type 3; two more that were never registered there. To add one: a line. */
export const icvSizes: Readonly<Record<string, number>> = {
  NONE: 0,
  /** RFC 2403, RFC 2404. */
  AUTH_HMAC_MD5_96: 12,
  AUTH_HMAC_SHA1_96: 12,
  /** RFC 4595. */
  AUTH_HMAC_MD5_128: 16,
  AUTH_HMAC_SHA1_160: 20,
  /** RFC 3566. */
  AUTH_AES_XCBC_96: 12,
  /** RFC 4494. */
  AUTH_AES_CMAC_96: 12,
  /** RFC 4868. */
  AUTH_HMAC_SHA2_256_128: 16,
  AUTH_HMAC_SHA2_384_192: 24,
  AUTH_HMAC_SHA2_512_256: 32,
  /** draft-ietf-ipsec-ciph-sha-256-00: what Linux sent before it learnt RFC 4868. */
  AUTH_HMAC_SHA2_256_96: 12,
  /** RFC 2857. */
  AUTH_HMAC_RIPEMD_160_96: 12,
}
