import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problems } from '../../../src/dissectors/field.ts'
import { ikeMessages } from '../../support/ike/messages.ts'
import { oracle, ours, theirs } from '../../support/ike/tshark.ts'
import { corpus } from '../../support/recordings/index.ts'

const folder = join(corpus, 'oracle')
const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json.gz')) : []

/** Where tshark 4.0.17 is wrong or asks another question, by file and packet. */
const exceptions: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'the-tcpdump-group+tcpdump__tests__ISAKMP_sa_setup.pcap': {
    3: 'payload 15 is NAT-D of a NAT traversal draft, tshark reads a GDOI KEK and calls it malformed',
    4: 'the same',
  },
  'the-tcpdump-group+tcpdump__tests__ikev2-id-short.pcap': {
    1: 'the IDi payload ends within its fixed fields: malformed here, and no fact is taken from it',
  },
  'the-tcpdump-group+tcpdump__tests__isakmp-delete-segfault.pcap': {
    1: 'major version 11: the port alone makes it ISAKMP for tshark, here it stays bytes',
  },
}

/** Where only the identity reads otherwise. */
const identities: Readonly<Record<string, string>> = {
  'the-tcpdump-group+tcpdump__tests__ikev2-id-normal.pcap':
    'the payload holds one octet of an address; tshark reads three more from behind it',
  'the-tcpdump-group+tcpdump__tests__isakmp-identification-segfault.pcap': 'a name of zeros: tshark shows nothing, here they are shown',
}

const withoutText = (payloads: readonly unknown[]) => payloads.map(payload => ({ ...(payload as object), text: undefined }))

describe.skipIf(files.length === 0)('IKE as tshark 4.0.17 reads it', () => {
  let compared = 0

  test.each(files)('%s', async file => {
    const name = file.replace(/\.json\.gz$/, '')
    const firstFragments = new Set<number>()
    const messages = await ikeMessages(join(corpus, 'files', name.replaceAll('__', '/')), firstFragments)
    const mine = new Map(messages.map(m => [m.number, m]))
    for (const [number, isakmp] of oracle(join(folder, file))) {
      // tshark opens a first fragment whose datagram never becomes whole
      if (exceptions[name]?.[number] || firstFragments.has(number)) continue
      const one = mine.get(number)
      expect(one, `packet ${number}`).toBeDefined()
      if (!one) continue
      const [we, they] = [ours(one.message, one.tree), theirs(isakmp)]
      expect(we.header, `packet ${number}`).toEqual(they.header)
      compared++
      // with keys, tshark looks inside: the encrypted payload is the last that both see
      if (one.message.encrypted) {
        if (one.message.majorVersion === 2) expect(they.payloads.slice(0, we.payloads.length), `packet ${number}`).toEqual(we.payloads)
        continue
      }
      if (isakmp.broken) expect(problems(one.tree).map(p => p.problem.weight)).toContain('malformed')
      else if (identities[name]) expect(withoutText(we.payloads)).toEqual(withoutText(they.payloads))
      else expect(we.payloads, `packet ${number}`).toEqual(they.payloads)
    }
    for (const { number } of messages) expect(oracle(join(folder, file)).has(number), `packet ${number}`).toBe(true)
  })

  test('there was something to compare', () => expect(compared).toBeGreaterThan(150))
})
