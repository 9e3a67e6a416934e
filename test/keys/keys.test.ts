import { describe, expect, test } from 'vitest'
import { random } from '../../src/compose/random.ts'
import { encryptions } from '../../src/dissectors/crypto/encryption.ts'
import { integrities } from '../../src/dissectors/crypto/integrity.ts'
import type { Ip } from '../../src/dissectors/layer.ts'
import { hex } from '../../src/dissectors/text.ts'
import { keyring, looksLikeKeys, readKeys } from '../../src/keys/index.ts'

const k16 = '000102030405060708090a0b0c0d0e0f'
const k20 = `${k16}10111213`
const k32 = `${k16}${k16}`

describe("Wireshark's tables", () => {
  test('ikev1_decryption_table', () => {
    const { keys, problems } = readKeys(`# comment\n\nfafaeb49382a763c,${k16}\n0xFAFAEB49382A763D,0x${k16}\n`)
    expect(problems).toEqual([])
    expect(keys.map(key => (key.kind === 'ikev1' ? [key.cookie, hex(key.key)] : []))).toEqual([
      ['fafaeb49382a763c', k16],
      ['fafaeb49382a763d', k16],
    ])
  })

  test.each([
    ['AES-CBC-256 [RFC3602]', 'HMAC_SHA2_256_128 [RFC4868]', k32, 'ENCR_AES_CBC', 'AUTH_HMAC_SHA2_256_128'],
    ['AES-CBC-128 [RFC3602]', 'HMAC_SHA1_96 [RFC2404]', k16, 'ENCR_AES_CBC', 'AUTH_HMAC_SHA1_96'],
    ['3DES [RFC2451]', 'HMAC_MD5_96 [RFC2403]', `${k16}0001020304050607`, 'ENCR_3DES', 'AUTH_HMAC_MD5_96'],
    ['AES-CTR-128 [RFC5930]', 'HMAC_SHA2_512_256 [RFC4868]', k20, 'ENCR_AES_CTR', 'AUTH_HMAC_SHA2_512_256'],
    ['AES-CBC-128 [RFC3602]', 'HMAC_SHA2_384_192 [RFC4868]', k16, 'ENCR_AES_CBC', 'AUTH_HMAC_SHA2_384_192'],
    ['AES-CBC-128 [RFC3602]', 'AES-XCBC-96 [RFC3566]', k16, 'ENCR_AES_CBC', 'AUTH_AES_XCBC_96'],
  ])('ikev2_decryption_table: %s with %s', (cipher, check, key, encryption, integrity) => {
    const sk = /XCBC/.test(check) ? k16 : k20
    const [read] = readKeys(`5d48bfeeb7d574da,bbb73016c0503640,${key},${key},"${cipher}",${sk},${sk},"${check}"`).keys
    expect(read).toMatchObject({ kind: 'ikev2', initiatorSpi: '5d48bfeeb7d574da', responderSpi: 'bbb73016c0503640' })
    if (read?.kind !== 'ikev2') return
    expect(read.secret.encryption).toBe(encryptions[encryption])
    expect(read.secret.integrity).toBe(integrities[integrity])
  })

  test('combined ciphers say their tag, and need no integrity algorithm', () => {
    const of = (cipher: string, key: string) => {
      const [read] = readKeys(`5d48bfeeb7d574da,bbb73016c0503640,${key},${key},"${cipher}",,,"NONE [RFC4306]"`).keys
      return read?.kind === 'ikev2' ? read.secret.encryption : undefined
    }
    expect(of('AES-GCM-128 with 8 octet ICV [RFC5282]', k20)).toBe(encryptions.ENCR_AES_GCM_8)
    expect(of('AES-GCM-128 with 16 octet ICV [RFC5282]', k20)).toBe(encryptions.ENCR_AES_GCM_16)
    expect(of('AES-CCM-128 with 12 octet ICV [RFC5282]', `${k16}aabbcc`)).toBe(encryptions.ENCR_AES_CCM_12)
    expect(of('CHACHA20_POLY1305 [RFC7634]', `${k32}01020304`)).toBe(encryptions.ENCR_CHACHA20_POLY1305)
  })

  test('esp_sa, with wildcards, prefixes and an ICV that cannot be checked', () => {
    const { keys, problems } = readKeys(
      [
        `"IPv4","192.0.2.10","198.51.100.20","0xc67f60fa","AES-CBC [RFC3602]","0x${k16}","HMAC-SHA-256-128 [RFC4868]","0x${k32}"`,
        `"IPv4","192.0.2.0/24","*","*","TripleDES-CBC [RFC2451]","0x${k16}0001020304050607","ANY 96 bit authentication [no checking]",""`,
        `"IPv6","2001:db8::1","2001:db8::2","0x1","AES-GCM [RFC4106]","0x${k20}","ANY 128 bit authentication [no checking]","0x"`,
        `"IPv4","*","*","7","NULL","0x","HMAC-SHA-1-96 [RFC2404]","0x${k20}"`,
      ].join('\n'),
    )
    expect(problems).toEqual([])
    const ring = keyring(keys)
    const between = (source: string, destination: string) => ({ source, destination }) as Ip
    const secrets = (spi: number, ip: Ip) => ring.esp({ spi, ip, behindAh: false }).map(({ encryption }) => encryption)
    expect(secrets(0xc67f60fa, between('192.0.2.10', '198.51.100.20'))).toContain(encryptions.ENCR_AES_CBC)
    expect(secrets(99, between('192.0.2.10', '198.51.100.20'))).toEqual([encryptions.ENCR_3DES])
    expect(secrets(99, between('192.0.3.10', '198.51.100.20'))).toEqual([])
    expect(secrets(1, between('2001:db8::1', '2001:db8::2'))).toContain(encryptions.ENCR_AES_GCM_16)
    expect(secrets(7, between('10.0.0.1', '10.0.0.2'))).toContain(encryptions.ENCR_NULL)
  })
})

test('ip xfrm state', () => {
  const text = `src 192.0.2.10 dst 198.51.100.20
	proto esp spi 0xc634bc2b reqid 1 mode tunnel
	replay-window 32 flag af-unspec
	auth-trunc hmac(sha256) 0x${k32} 128
	enc cbc(aes) 0x${k16}
	anti-replay context: seq 0x0, oseq 0x5, bitmap 0x00000000
src 198.51.100.20 dst 192.0.2.10
	proto esp spi 0x00000101 reqid 1 mode transport
	aead rfc4106(gcm(aes)) 0x${k20} 128
	encap type espinudp sport 4500 dport 4500 addr 0.0.0.0
src 198.51.100.20 dst 192.0.2.10
	proto ah spi 0x00000102 reqid 1 mode transport
	auth-trunc hmac(sha1) 0x${k20} 96
src 198.51.100.20 dst 192.0.2.10
	proto esp spi 0x00000103 reqid 1 mode transport
	auth-trunc hmac(sha1) 0x${k20} 96
	enc ecb(cipher_null)
`
  const { keys, problems } = readKeys(text)
  expect(problems).toEqual([])
  expect(keys.map(key => (key.kind === 'esp' ? [key.spi, key.secret.encryption.tag, key.secret.integrity.icv] : []))).toEqual([
    [0xc634bc2b, 0, 16],
    [0x101, 16, 0],
    [0x103, 0, 12],
  ])
})

describe('what cannot be read', () => {
  test.each([
    [`fafaeb49382a763c,${k16}f`, 'line 1: the key is not written in hex digits, two for each octet'],
    [
      `"IPv4","*","*","0x1","AES-CBC [RFC3602]","0x0011","NULL",""`,
      'line 1: the encryption key has 2 octets, the algorithm takes 16 or 24 or 32',
    ],
    [
      `"IPv4","*","*","0x1","CAST5-CBC [RFC2144]","0x${k16}","NULL",""`,
      'line 1: CAST5-CBC [RFC2144] is not decrypted here: no maintained library has it',
    ],
    [
      `src 192.0.2.10 dst 192.0.2.1\n\tproto esp spi 0x1 mode tunnel\n\tenc cbc(camellia) 0x${k16}`,
      'line 1: cbc(camellia) is not decrypted here: no maintained library has it',
    ],
    [`"IPv4","*","*","0x1","ROT13","0x${k16}","NULL",""`, 'line 1: ROT13 is no cipher known here'],
    [`"IPv4","nowhere","*","0x1","NULL","","NULL",""`, 'line 1: nowhere is no address'],
    [
      `src 192.0.2.10 dst 192.0.2.1\n\tproto esp spi 0x1 reqid 1 mode tunnel`,
      'line 1: this SA comes without its keys; `ip xfrm state` shows them to root only',
    ],
    [
      `"IPv4","*","*","0x1","NULL","","AES-XCBC-MAC-96 [RFC3566]","0x0011"`,
      'line 1: the authentication key has 2 octets, the algorithm takes 16',
    ],
    [`"IPv4","*","*","0x1","NULL","","HMAC-SHA-1-96 [RFC2404]",""`, 'line 1: the authentication key is missing'],
    ['hello', 'holds no key in a form known here'],
  ])('%s', (text, says) => {
    expect(readKeys(text)).toEqual({ keys: [], problems: [says] })
  })

  test('says where and never what', () => {
    const { problems } = readKeys(`fafaeb49382a763c,${k16}zz\n"IPv4","*","*","0x1","AES-CBC","0x${k20}","NULL",""`)
    expect(problems).toHaveLength(2)
    expect(problems.join()).not.toMatch(/00010203/)
  })

  test('any change of a line is read or told, and never thrown', () => {
    const below = random(9)
    const lines = [
      `fafaeb49382a763c,${k16}`,
      `5d48bfeeb7d574da,bbb73016c0503640,${k16},${k16},"AES-CBC-128 [RFC3602]",${k20},${k20},"HMAC_SHA1_96 [RFC2404]"`,
      `"IPv6","2001:db8::/32","*","0xc67f60fa","AES-CBC [RFC3602]","0x${k16}","HMAC-SHA-256-128 [RFC4868]","0x${k32}"`,
      `src 192.0.2.10 dst 198.51.100.20\n\tproto esp spi 0x1 mode tunnel\n\taead rfc4106(gcm(aes)) 0x${k20} 128`,
    ]
    for (let i = 0; i < 20_000; i++) {
      const characters = [...lines[i % lines.length]!]
      for (let n = below(4); n >= 0; n--) characters[below(characters.length)] = String.fromCharCode(below(128))
      const { keys, problems } = readKeys(characters.join('').slice(below(5) === 0 ? below(60) : 0))
      expect(problems.join()).not.toMatch(/0405060708/)
      keyring(keys).esp({ spi: 1, ip: { source: '2001:db8::1', destination: '::' } as Ip, behindAh: false })
    }
  })

  test('a capture is no key file, a key file is', () => {
    expect(looksLikeKeys('\ud4c3\ub2a1\u0000\u0002')).toBe(false)
    expect(looksLikeKeys('a,b\nc,d')).toBe(false)
    expect(looksLikeKeys(`fafaeb49382a763c,${k16}`)).toBe(true)
    expect(looksLikeKeys('src 192.0.2.10 dst 192.0.2.1\n\tproto esp spi 0x1')).toBe(true)
  })
})
