import { hexKey, ikeSpi, type Key } from './key.ts'
import type { LineFormat } from './tables.ts'

/** Wireshark's ikev1_decryption_table: initiator's cookie, encryption key. */
export const ikev1Table: LineFormat = {
  name: 'ikev1_decryption_table',
  takes: columns => columns.length === 2 && /^(0x)?[0-9a-f]{16}$/i.test(columns[0]!),
  read([cookie = '', key = '']): Key {
    return { kind: 'ikev1', cookie: ikeSpi(cookie, 'the cookie'), key: hexKey(key, 'the key') }
  },
}
