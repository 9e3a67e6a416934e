/**
 * Vendor ids of NetScreen and Juniper: 20 octets that change with model and release (the hash of a text nobody has published),
 * then two words, the second of which is the release of ScreenOS in hex digits: 00000500 is 5.0.0, 0000050a 5.1.0.
 *
 * Source: observations in public lists of vendor ids; the models are those they were seen from, and others may send the same.
 */
import { number, octets, type Pattern } from './pattern.ts'

const family = 'Juniper'

/** Release in the second word: hundreds in hex, then tens and units. */
function screenOs(rest: Uint8Array): string | undefined {
  const release = rest.length >= 8 ? number(rest, 4) : 0
  if (release === 0 || release > 0xfff) return undefined
  const below = release & 0xff
  return `ScreenOS ${release >> 8}.${Math.floor(below / 10)}.${below % 10}`
}

const netscreen = (id: string, seen?: string) =>
  octets(id, { label: seen ? `NetScreen (seen from ${seen})` : 'NetScreen', family, rest: screenOs })

/** Vendor ids of NetScreen and Juniper. */
export const juniper: readonly Pattern[] = [
  netscreen('299ee8289f40a8973bc78687e2e7226b532c3b76', 'NS-5XP'),
  netscreen('3a15e1f3cf2a63582e3ac82d1c64cbe3b6d779e7'),
  netscreen('47d2b126bfcd83489760e2cf8c5d4d5a03497c15'),
  netscreen('4a4340b543e02b84c88a8b96a8af9ebe77d9accc', 'NS-5GT'),
  netscreen('64405f46f03b7660a23be116a1975058e69e8387', 'NS-5XP'),
  netscreen('8c0dc6cf62a0ef1b5c6eabd1b67ba69866adf16a'),
  netscreen('92d27a9ecb31d99246986d3453d0c3d57a222a61'),
  netscreen('9b096d9ac3275a7d6fe8b91c583111b09efed1a0'),
  netscreen('bf03746108d746c904f1f3547de24f78479fed12'),
  netscreen('c2e80500f4cc5fbf5daaeed3bb59abaeee56c652'),
  netscreen('c8660a62b03b1b6130bf781608d32a6a8d0fb89f'),
  netscreen('f885da40b1e7a9abd17655ec5bbec0f21f0ed52e'),
  netscreen('2a2bcac19b8e91b426107807e02e7249569d6fd3', 'NS-5GT'),
  netscreen('166f932d55eb64d8e4df4fd37e2313f0d0fd8451', 'NS-5GT'),
  netscreen('a35bfd05ca1ac0b3d2f24e9e82bfcbff9c9e52b5'),
  netscreen('9436e8d67174ef9aed068d5ad5213f187a3f8ba6'),
  octets('699369228741c6d4ca094c93e242c9de19e7b7c6', { label: 'NetScreen or Juniper SRX', family }),
  octets('fd808804df73b15150709d878044cde0ac1efcde', { label: 'Juniper SRX', family }),
]
