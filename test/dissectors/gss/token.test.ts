import { describe, expect, test } from 'vitest'
import {
  apReply,
  apRequest,
  initialToken,
  KERBEROS,
  KERBEROS_MICROSOFT,
  krbError,
  NTLM,
  negTokenInit,
  negTokenResp,
  numbered,
  sequence,
  text,
} from '../../../src/compose/packets/kerberos.ts'
import { Cursor } from '../../../src/dissectors/cursor.ts'
import { fieldAt, problems } from '../../../src/dissectors/field.ts'
import { type Token, token } from '../../../src/dissectors/gss/token.ts'
import { ntlmAuthenticate, ntlmChallenge, ntlmNegotiate, ntlmOld } from '../../support/ike/ntlm.ts'
import { bytes } from '../../support/packets/index.ts'
import { untiled } from '../../support/tree/tiling.ts'

function read(data: Uint8Array, wire = data.length) {
  const c = new Cursor(data, wire)
  const told = c.all(c => token(c)) as Token | undefined
  return { told, said: problems(c.tree), untiled: untiled(c.tree, data.length) }
}

const negotiate = bytes('4e544c4d53535000 01000000 978208e2')
const request = { messageType: 14, realm: 'EXAMPLE.COM', service: 'host/b', encryptionType: 18, keyVersion: 3 }

/** NegTokenInit2 with its hints, [MS-SPNG] 2.2.1. */
const hints = initialToken(
  '06 06 2b0601050502',
  numbered(0, sequence(numbered(0, sequence(KERBEROS)), numbered(3, sequence(numbered(0, text('not_defined_in_RFC4178@please_ignore')))))),
)

const tokens: readonly [name: string, data: Uint8Array, mechanism: string | undefined, kerberos?: object][] = [
  ['Kerberos begins', initialToken(KERBEROS, '0100', apRequest), 'Kerberos 5 AP-REQ', request],
  ['Kerberos as Microsoft spells it', initialToken(KERBEROS_MICROSOFT, '0100', apRequest), 'Kerberos 5 (Microsoft) AP-REQ', request],
  ['Kerberos answers', initialToken(KERBEROS, '0200', apReply), 'Kerberos 5 AP-REP', { messageType: 15, encryptionType: 18 }],
  ['Kerberos refuses', initialToken(KERBEROS, '0300', krbError(41)), 'Kerberos 5 KRB-ERROR', { messageType: 30, errorCode: 41 }],
  ['a Kerberos message without any token around', apReply, 'Kerberos 5 AP-REP', { messageType: 15 }],
  [
    'SPNEGO offers Kerberos and NTLM',
    negTokenInit([KERBEROS_MICROSOFT, KERBEROS, NTLM], initialToken(KERBEROS, '0100', apRequest)),
    'SPNEGO, Kerberos 5 AP-REQ',
    request,
  ],
  [
    'SPNEGO accepts',
    negTokenResp(0, KERBEROS, initialToken(KERBEROS, '0200', apReply)),
    'SPNEGO, accept-completed, Kerberos 5 AP-REP',
    { messageType: 15 },
  ],
  ['SPNEGO of Windows, from the acceptor', hints, 'SPNEGO'],
  ['SPNEGO with NTLM', negTokenInit([NTLM], negotiate), 'SPNEGO, NTLM NEGOTIATE'],
  ['NTLM alone', negotiate, 'NTLM NEGOTIATE'],
  ['NTLM of Windows', ntlmNegotiate, 'NTLM NEGOTIATE'],
  ['NTLM challenges', ntlmChallenge, 'NTLM CHALLENGE'],
  ['NTLM answers', ntlmAuthenticate, 'NTLM AUTHENTICATE'],
  ['NTLM of old answers', ntlmOld, 'NTLM AUTHENTICATE'],
  ['a TLS handshake', bytes('160301 0006 01 000002 0303'), 'TLS ClientHello'],
  ['a mechanism nobody knows', initialToken('06 03 2a0304', 'deadbeef'), '1.2.3.4'],
  ['bytes that are no token', bytes('0102030405'), undefined],
]

describe('what a GSS-API token says', () => {
  test.each(tokens)('%s', (_name, data, mechanism, kerberos) => {
    const { told, said, untiled } = read(data)
    expect(told?.mechanism).toBe(mechanism)
    if (kerberos) expect(told?.kerberos).toMatchObject(kerberos)
    else expect(told?.kerberos).toBeUndefined()
    expect([said, untiled]).toEqual([[], []])
  })

  test.each(tokens)('%s: cut anywhere it is cut, never malformed', (_name, data) => {
    for (let kept = 0; kept < data.length; kept++) {
      const { said, untiled } = read(data.subarray(0, kept), data.length)
      expect([said.filter(({ problem }) => problem.weight !== 'cut'), untiled]).toEqual([[], []])
    }
  })
})

test('hints are no check', () => {
  const c = new Cursor(hints)
  c.all(c => token(c))
  expect(fieldAt(c.tree, 'negHints/hintName')?.meaning).toBe('not_defined_in_RFC4178@please_ignore')
})

test('tokens in tokens go no deeper than makes sense', () => {
  let nested = negotiate
  for (let i = 0; i < 60; i++) nested = negTokenInit([NTLM], nested)
  const { told, untiled } = read(nested)
  expect(told?.mechanism).toBe('SPNEGO, SPNEGO, SPNEGO, SPNEGO, SPNEGO')
  expect(untiled).toEqual([])
})

test('NTLM: who logs on to what, and from where', () => {
  const says = (data: Uint8Array, path: string) => {
    const c = new Cursor(data)
    c.all(c => token(c))
    const field = fieldAt(c.tree, path)
    return field?.meaning ?? field?.value
  }
  expect(says(ntlmAuthenticate, 'DomainName')).toBe('SECRETCORP')
  expect(says(ntlmAuthenticate, 'UserName')).toBe('alice')
  expect(says(ntlmAuthenticate, 'Workstation')).toBe('LAPTOP7')
  expect(says(ntlmAuthenticate, 'Version')).toBe('Windows 10.0, build 19041')
  expect(says(ntlmAuthenticate, 'MIC')).toBeUndefined()
  expect(says(ntlmAuthenticate, 'NtChallengeResponse/TimeStamp')).toBe('2026-01-02 03:04:05 UTC')
  expect(says(ntlmAuthenticate, 'NtChallengeResponse/AvPair[3]')).toBe('MsvAvDnsComputerName: server.secretcorp.example')
  expect(says(ntlmChallenge, 'TargetName')).toBe('SECRETCORP')
  expect(says(ntlmChallenge, 'NegotiateFlags')).toBe(
    'UNICODE, REQUEST_TARGET, SIGN, NTLM, ALWAYS_SIGN, TARGET_TYPE_DOMAIN, EXTENDED_SESSIONSECURITY, TARGET_INFO, VERSION, 128, KEY_EXCH, 56',
  )
  expect([says(ntlmOld, 'UserName'), says(ntlmOld, 'Version')]).toEqual(['bob', undefined])
})
