import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problems } from '../../../src/dissectors/field.ts'
import { IkeFragments } from '../../../src/dissectors/ike/fragments.ts'
import { ikeMessages } from '../../support/ike/messages.ts'
import { read } from '../../support/ike/read.ts'
import { lab } from '../../support/recordings/index.ts'

describe.skipIf(!existsSync(lab))('recordings of strongSwan', () => {
  test.each(['a', 'b'])('IKE fragments of version 1 become the two encrypted messages, seen at %s', async side => {
    const fragments = new IkeFragments()
    const messages = await ikeMessages(join(lab, 'v1_cert_ikefrag', `${side}.pcap`))
    const whole = messages.flatMap(m => fragments.add(m.message, m.from, m.number, m.number) ?? [])
    expect(whole.map(a => [a.packets.length, a.headerMade])).toEqual([
      [2, false],
      [2, false],
    ])
    for (const { bytes } of whole) {
      const { message, problems } = read(bytes!)
      expect(problems).toEqual([])
      expect(message).toMatchObject({ encrypted: true, exchangeType: 2, length: bytes!.length, nextPayload: 5 })
    }
  })

  test('fragments of version 2 are accounted for', async () => {
    const fragments = new IkeFragments()
    const messages = await ikeMessages(join(lab, 'v2_cert_rfc7383', 'a.pcap'))
    const whole = messages.flatMap(m => fragments.add(m.message, m.from, m.number, m.number) ?? [])
    expect(whole.map(a => [a.set.total, a.set.missing, a.bytes])).toEqual([
      [2, [], undefined],
      [2, [], undefined],
    ])
  })

  test.each(['v1_natt_ok', 'v1_aggressive_ok', 'v1_xauth_modecfg_ok', 'v2_cookie', 'v2_invalid_ke', 'v2_mobike'])(
    '%s: nothing is wrong with it',
    async name => {
      const messages = await ikeMessages(join(lab, name, 'a.pcap'))
      expect(messages.length).toBeGreaterThan(3)
      for (const { tree } of messages) expect(problems(tree).filter(p => !p.path.startsWith('UDP'))).toEqual([])
    },
  )

  test('the peers of the pcap are those of its notes', async () => {
    const spis = new Set((await ikeMessages(join(lab, 'v2_cookie', 'a.pcap'))).map(m => m.message.initiatorSpi))
    const keys = readFileSync(join(lab, 'v2_cookie', 'keys-a', 'ikev2_decryption_table'), 'utf8')
    expect([...spis].some(spi => keys.includes(spi))).toBe(true)
  })
})
