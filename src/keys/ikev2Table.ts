import { checkIntegrityLength, checkLength, encryptionNamed, integrityNamed } from './algorithms.ts'
import { hexKey, ikeSpi, type Key } from './key.ts'
import type { LineFormat } from './tables.ts'

/** Wireshark's ikev2_decryption_table: both SPIs, SK_ei, SK_er, the cipher, SK_ai, SK_ar, the integrity algorithm. */
export const ikev2Table: LineFormat = {
  name: 'ikev2_decryption_table',
  takes: columns => columns.length === 8 && /^(0x)?[0-9a-f]{16}$/i.test(columns[0]!) && /^(0x)?[0-9a-f]{16}$/i.test(columns[1]!),
  read([initiator = '', responder = '', ei = '', er = '', cipher = '', ai = '', ar = '', check = '']): Key {
    const encryption = encryptionNamed(cipher)
    const secret = {
      encryption,
      integrity: encryption.tag > 0 ? { icv: 0 } : integrityNamed(check),
      ei: hexKey(ei, 'SK_ei'),
      er: hexKey(er, 'SK_er'),
      ai: hexKey(ai, 'SK_ai'),
      ar: hexKey(ar, 'SK_ar'),
    }
    checkLength(encryption, secret.ei, 'SK_ei')
    checkLength(encryption, secret.er, 'SK_er')
    checkIntegrityLength(secret.integrity, secret.ai, 'SK_ai')
    checkIntegrityLength(secret.integrity, secret.ar, 'SK_ar')
    return {
      kind: 'ikev2',
      initiatorSpi: ikeSpi(initiator, "the initiator's SPI"),
      responderSpi: ikeSpi(responder, "the responder's SPI"),
      secret,
    }
  },
}
