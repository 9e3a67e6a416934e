import { addressPattern } from './address.ts'
import { checkIntegrityLength, checkLength, encryptionNamed, integrityNamed } from './algorithms.ts'
import { hexKey, type Key, Unreadable } from './key.ts'
import type { LineFormat } from './tables.ts'

/** Wireshark's esp_sa: protocol, source, destination, SPI, cipher, its key, integrity algorithm, its key. */
export const espSa: LineFormat = {
  name: 'esp_sa',
  takes: columns => columns.length >= 8 && /^(ipv4|ipv6|any)$/i.test(columns[0]!),
  read([, source = '', destination = '', spi = '', cipher = '', key = '', check = '', checkKey = '']): Key {
    const bits = /^any (\d+)/i.exec(check)?.[1]
    const encryption = encryptionNamed(cipher, bits === undefined ? 16 : Number(bits) / 8)
    const secret = {
      encryption,
      key: hexKey(key, 'the encryption key'),
      integrity: encryption.tag > 0 ? { icv: 0 } : integrityNamed(check),
      integrityKey: hexKey(checkKey, 'the authentication key'),
    }
    checkLength(encryption, secret.key, 'the encryption key')
    checkIntegrityLength(secret.integrity, secret.integrityKey, 'the authentication key')
    return { kind: 'esp', source: addressPattern(source), destination: addressPattern(destination), spi: spiNumber(spi), secret }
  },
}

/** `0xc67f60fa`, a decimal number, or `*`. */
export function spiNumber(text: string): number | undefined {
  if (text.trim() === '*') return undefined
  const spi = Number(text)
  if (!Number.isInteger(spi) || spi < 0 || spi > 0xffffffff) throw new Unreadable(`${text} is no SPI`)
  return spi
}
