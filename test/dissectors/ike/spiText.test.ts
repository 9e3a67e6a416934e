import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spiText } from '../../../src/dissectors/ike/spiText.ts'
import { hex } from '../../../src/dissectors/text.ts'

test('spells each SPI, whatever was spelled before it', () => {
  const spi = fc.uint8Array({ minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(spi, { minLength: 1, maxLength: 20 }), fc.array(fc.nat(19), { maxLength: 60 }), (spis, order) => {
      for (const i of order) {
        const one = spis[i % spis.length]!
        expect(spiText(Uint8Array.of(1, 2, 3, ...one, 4), 3)).toBe(hex(one))
      }
    }),
  )
})

test('more SPIs than there are places, twice', () => {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  for (let round = 0; round < 2; round++)
    for (let i = 0; i < 20_000; i++) {
      view.setUint32(0, i)
      view.setUint32(4, 0xffffffff - i)
      expect(spiText(bytes, 0)).toBe(i.toString(16).padStart(8, '0') + (0xffffffff - i).toString(16).padStart(8, '0'))
    }
})
