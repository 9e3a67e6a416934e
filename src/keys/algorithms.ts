import { type Encryption, encryptions } from '../dissectors/crypto/encryption.ts'
import { type Integrity, integrities } from '../dissectors/crypto/integrity.ts'
import { Unreadable } from './key.ts'

// Wireshark, strongSwan and Linux each have their own words for the same algorithms; here they become IANA's.

/** An encryption algorithm. @param tag octets of the tag, where the name does not say it */
export function encryptionNamed(name: string, tag = 16): Encryption {
  const symbol = encryptionSymbol(name.toLowerCase(), tag)
  const encryption = symbol === undefined ? undefined : encryptions[symbol]
  if (!encryption)
    throw new Unreadable(
      LACKING.test(name) ? `${name} is not decrypted here: no maintained library has it` : `${name} is no cipher known here`,
    )
  return encryption
}

/** Ciphers that IKE and ESP may use, and that nothing kept up to date offers in a browser. */
const LACKING = /camellia|cast|idea|rc5|rc4|seed|aria|twofish|serpent|kuznyechik|magma/i

function encryptionSymbol(name: string, tag: number): string | undefined {
  const said = /(8|12|16) octet/.exec(name)?.[1] ?? tag
  if (/gcm/.test(name)) return `ENCR_AES_GCM_${said}`
  if (/ccm/.test(name)) return `ENCR_AES_CCM_${said}`
  if (/chacha20|rfc7539/.test(name)) return 'ENCR_CHACHA20_POLY1305'
  if (/null/.test(name)) return 'ENCR_NULL'
  if (/3des|tripledes|des3/.test(name)) return 'ENCR_3DES'
  if (/^(des|cbc\(des\))/.test(name)) return 'ENCR_DES'
  if (/aes.?ctr|ctr\(aes\)/.test(name)) return 'ENCR_AES_CTR'
  if (/aes.?cbc|cbc\(aes\)/.test(name)) return 'ENCR_AES_CBC'
  return /blowfish/.test(name) ? 'ENCR_BLOWFISH' : undefined
}

/** An integrity algorithm. @param bits how much of it travels, where the name does not say it */
export function integrityNamed(name: string, bits = 96): Integrity {
  const unchecked = /^any (\d+)/i.exec(name)
  if (unchecked) {
    const icv = Number(unchecked[1]) / 8
    if (!Number.isInteger(icv) || icv > 64) throw new Unreadable(`${name} is no length of a check`)
    return { icv }
  }
  const symbol = integritySymbol(name.toLowerCase().replaceAll(/[-_ ]/g, ''), bits)
  if (!symbol || !integrities[symbol]) throw new Unreadable(`there is no check for ${name}`)
  return integrities[symbol]!
}

function integritySymbol(name: string, bits: number): string | undefined {
  if (name === '' || /^(null|none)/.test(name)) return 'NONE'
  if (/xcbc/.test(name)) return 'AUTH_AES_XCBC_96'
  if (/cmac/.test(name)) return 'AUTH_AES_CMAC_96'
  if (/ripemd|rmd/.test(name)) return 'AUTH_HMAC_RIPEMD_160_96'
  if (/512/.test(name)) return 'AUTH_HMAC_SHA2_512_256'
  if (/384/.test(name)) return 'AUTH_HMAC_SHA2_384_192'
  if (/256/.test(name)) return `AUTH_HMAC_SHA2_256_${/256128/.test(name) || (bits === 128 && !/25696/.test(name)) ? 128 : 96}`
  if (/md5/.test(name)) return `AUTH_HMAC_MD5_${/128/.test(name) || bits === 128 ? 128 : 96}`
  return /sha1?/.test(name) ? `AUTH_HMAC_SHA1_${/160/.test(name) || bits === 160 ? 160 : 96}` : undefined
}

/** Says what is wrong with the length of a key. */
export function checkLength(encryption: Encryption, key: Uint8Array, what: string): void {
  if (encryption.keys.includes(key.length)) return
  const wanted = encryption.keys.length > 4 ? `${encryption.keys[0]} to ${encryption.keys.at(-1)}` : encryption.keys.join(' or ')
  throw new Unreadable(`${what} has ${key.length} octets, the algorithm takes ${wanted}`)
}

/** The same of an integrity key. */
export function checkIntegrityLength({ key: wanted, mac }: Integrity, key: Uint8Array, what: string): void {
  if (mac && wanted !== undefined && key.length !== wanted)
    throw new Unreadable(`${what} has ${key.length} octets, the algorithm takes ${wanted}`)
  if (mac && key.length === 0) throw new Unreadable(`${what} is missing`)
}
