import { decode, type Element, parts, tagged } from './element.ts'

/** Name of an AlgorithmIdentifier in DER, or its number; undefined when it is none. RFC 7427 §3. */
export function algorithmName(der: Uint8Array): string | undefined {
  const element = decode(der)
  return element && algorithmOf(element)
}

/** Name of a decoded AlgorithmIdentifier, or its number. RFC 5280 §4.1.1.2. */
export function algorithmOf(element: Element): string | undefined {
  const [identifier, parameters] = parts(element)
  const oid = identifier?.valueBlock.toString()
  const name = algorithms[oid] ?? oid
  const hash = oid === RSASSA_PSS && parameters ? pssHash(parameters) : undefined
  return hash === undefined ? name : `${name} with ${hash}`
}

const RSASSA_PSS = '1.2.840.113549.1.1.10'
const SEQUENCE = 16

/** The hash is told by the parameters, and is SHA-1 where they leave it out. RFC 4055 §3.1, RFC 7427 appendix A.4. */
function pssHash(parameters: Element): string | undefined {
  if (parameters.idBlock.tagNumber !== SEQUENCE) return undefined
  const hash = parts(parameters).find(part => tagged(part, 0))
  if (!hash) return 'SHA-1'
  const oid = parts(parts(hash)[0])[0]?.valueBlock.toString()
  return hashes[oid] ?? oid
}

/** Object identifiers of hashes. RFC 4055 §2.1. */
const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
}

/** Object identifiers of signatures and keys. RFC 3279, RFC 4055, RFC 5480, RFC 5758, RFC 8410, RFC 9881. */
const algorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'rsaEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  [RSASSA_PSS]: 'id-RSASSA-PSS',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10040.4.1': 'id-dsa',
  '1.2.840.10045.2.1': 'id-ecPublicKey',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'id-Ed25519',
  '1.3.101.113': 'id-Ed448',
  '2.16.840.1.101.3.4.3.17': 'id-ml-dsa-44',
  '2.16.840.1.101.3.4.3.18': 'id-ml-dsa-65',
  '2.16.840.1.101.3.4.3.19': 'id-ml-dsa-87',
}
