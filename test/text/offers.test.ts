import { expect, test } from 'vitest'
import { offerLines } from '../../src/text/offers.ts'
import { offerMatrix } from '../../src/trace/negotiation/offerMatrix.ts'
import type { Offer } from '../../src/trace/report.ts'

const suite = (cipher: string, hash: string) => ({
  name: 'KEY_IKE',
  attributes: { 'Encryption Algorithm': cipher, 'Hash Algorithm': hash, 'Authentication Method': 'pre-shared key' },
})
const offer = (...transforms: Offer['transforms']): Offer => ({ number: 1, protocol: 'ISAKMP', spi: null, transforms }) as Offer

test('ways one below the other, with what differs; nothing in it that cannot be seen', () => {
  const lines = offerLines(
    offerMatrix([offer(suite('AES-CBC', 'SHA'), suite('3DES-CBC', 'MD5'))], null, [offer(suite('AES-CBC', 'SHA2-256'))]),
    'Offered by 192.0.2.10',
  )
  expect(lines).toEqual([
    'Offered by 192.0.2.10',
    '       Encryption Algorithm  Hash Algorithm  Authentication Method',
    '  1.1  AES-CBC               SHA             pre-shared key         differs: Hash Algorithm, the other side has SHA2-256',
    '  1.2  3DES-CBC              MD5             pre-shared key         differs: Encryption Algorithm, the other side has AES-CBC; Hash Algorithm, the other side has SHA2-256',
  ])
  expect(lines.join('')).not.toContain('\u00ad')
})

test('what was chosen', () => {
  const [, , first, second] = offerLines(offerMatrix([offer(suite('AES-CBC', 'SHA'))], offer(suite('AES-CBC', 'SHA'))), 'Offered')
  expect([first, second]).toEqual(['  1.1  AES-CBC               SHA             pre-shared key         chosen', undefined])
})
