import { describe, expect, test } from 'vitest'
import { fragmentsV1 } from '../../../src/compose/ike/message.ts'
import { authIp, sealed } from '../../support/ike/authIp.ts'
import { read } from '../../support/ike/read.ts'

const said = (name: string) => read(authIp.find(([one]) => one === name)![1])

describe('an AuthIP conversation', () => {
  test.each<[name: string, payloads: string]>([
    ['main mode, the offer', 'Crypto SA Nonce Auth GSS-ID NAT-D NAT-D VID VID'],
    ['main mode, the choice', 'Crypto SA Nonce Auth GSS-ID NAT-D VID VID'],
    ['main mode, a ticket', 'Crypto GSS'],
    ['main mode with a key exchange', 'Crypto SA KE Nonce Auth'],
    ['main mode, the proof', 'Crypto Encrypted'],
    ['main mode, a cookie wanted', 'N'],
    ['extended mode, with its first payload named', 'Crypto Encrypted'],
    ['quick mode, counted whole', 'Crypto'],
    ['quick mode in the clear', 'Crypto HASH SA Nonce ID ID Key Dictation Key Dictation Weight'],
    ['a notify, sealed', 'Crypto Encrypted'],
  ])('%s', (name, payloads) => {
    const one = said(name)
    expect(one.problems).toEqual([])
    expect(one.message.payloads.map(payload => payload.name).join(' ')).toBe(payloads)
    expect(one.message.encrypted).toBe(payloads.includes('Encrypted'))
  })

  test.each<[name: string, path: string, says: string]>([
    ['main mode, the offer', 'Auth', 'Kerberos, Anonymous, TLS, NTLM'],
    ['main mode, the offer', 'GSS-ID', 'host/client.corp.example'],
    ['main mode, the offer', 'SA/Proposal/Transform', '1, KEY_IKE AES-CBC 128 SHA no key exchange GSS-API using Kerberos'],
    ['main mode with a key exchange', 'SA/Proposal/Transform/Group Description', '2048-bit MODP group'],
    ['main mode, a ticket', 'GSS', 'Kerberos 5 AP-REQ, for host/b@EXAMPLE.COM, aes256-cts-hmac-sha1-96, key version 3'],
    ['main mode, its answer', 'Crypto/Initialization Vector', ''],
    ['main mode, its answer', 'GSS', 'Kerberos 5 AP-REP, aes256-cts-hmac-sha1-96, key version 1'],
    ['main mode, its answer', 'GSS/Flags', '16 = GSS_RESPONDER_AUTH_COMPLETE'],
    ['main mode, a log on refused', 'GSS', 'SEC_E_LOGON_DENIED: the log on failed'],
    ['main mode, a cookie wanted', 'N', 'NOTIFY_DOS_COOKIE, 0102030405060708'],
    ['extended mode in the clear', 'GSS', 'TLS ClientHello'],
    ['extended mode in the clear', 'GSS[1]', 'NTLM CHALLENGE'],
    ['quick mode in the clear', 'SA/Proposal/Transform', '1, ESP_AES-CBC Transport HMAC-SHA 128'],
    ['quick mode in the clear', 'Key Dictation Weight/Key Dictation Weight', '7'],
    ['notifies', 'N/Protocol-ID', '1 = MM/EM notification'],
    ['notifies', 'N/Flags', '1 = RELIABLE_NOTIFY_FLAG'],
    ['notifies', 'N[1]', 'NOTIFY_STATUS, no error'],
    ['notifies', 'N[2]/Notification Data/Acknowledged Sequence Number', '5'],
    ['notifies', 'N[4]/Notification Data/Encapsulation Mode', '2 = Transport'],
    ['notifies', 'N[4]/Notification Data/Flags/IKE_EXCHANGE_INFO_GUARANTEE_ENCRYPTION', '1'],
  ])('%s: %s', (name, path, says) => {
    expect(said(name).says(path)).toBe(says)
  })

  test('no octet behind the Crypto payload of a sealed message is taken for a payload, whatever it names', () => {
    for (let next = 0; next < 256; next++) {
      const one = read(sealed(244, 7, 1, { next }))
      expect(one.problems).toEqual([])
      expect(one.message.payloads.map(({ kind }) => kind)).toEqual(['other', 'encrypted'])
    }
  })

  test('cut by IKE itself, the piece keeps its exchange', () => {
    const [piece] = fragmentsV1(authIp.find(([name]) => name === 'main mode, a ticket')![1])
    const one = read(piece!)
    expect(one.problems).toEqual([])
    expect(one.message).toMatchObject({ exchangeType: 243, payloads: [{ kind: 'fragment', number: 1 }] })
  })
})
