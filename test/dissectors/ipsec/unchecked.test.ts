import { expect, test } from 'vitest'
import { bytes, noise } from '../../../src/compose/ike/bytes.ts'
import { random as seeded } from '../../../src/compose/random.ts'
import { openEsp } from '../../../src/dissectors/ipsec/decrypt.ts'
import type { EspSecret } from '../../../src/dissectors/keyring.ts'

// A key table that does not say how packets are checked: then the trailer and the payload have to tell whether the key fits.

const none = new Uint8Array(0)
const unchecked = {
  encryption: { iv: 0, tag: 0, decrypt: (_: Uint8Array, _iv: Uint8Array, data: Uint8Array) => data },
  key: none,
  integrity: { icv: 0 },
  integrityKey: none,
} as unknown as EspSecret
const opens = (...parts: (string | Uint8Array)[]) => openEsp(bytes('c0ffee01 00000001', ...parts), unchecked)

test('a next header that ESP is not known to carry, behind right padding', () => {
  expect(opens(noise(16), '0102 02 c9')).toMatchObject({ nextHeader: 201, length: 16, checked: false })
})

test('what aggregates packets, without padding', () => {
  expect(opens('00000000 45000014 00010000 40040000 0a010001 0a020001', noise(2), '00 90')).toMatchObject({ nextHeader: 144 })
  expect(opens('01000005', noise(22), '00 90')).toMatchObject({ nextHeader: 144 })
})

test('a trailer alone is no proof, and no proof of the contrary', () => {
  expect(opens(noise(18), '00 c9')).toBe('perhaps')
  expect(opens(noise(16), '0203 02 c9')).toBeUndefined()
})

test('random octets open once in some ten thousand packets', () => {
  const random = seeded(3)
  let opened = 0
  for (let i = 0; i < 50_000; i++) if (typeof opens(Uint8Array.from({ length: 64 }, () => random(256))) === 'object') opened++
  expect(opened).toBeLessThan(8)
})
