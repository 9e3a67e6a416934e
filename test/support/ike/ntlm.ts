import { ascii, bytes, noise } from '../../../src/compose/ike/bytes.ts'

// The three messages of NTLM as Windows writes them: [MS-NLMP] 2.2.1.1 to 2.2.1.3. Numbers have their lower octet first.

const low16 = (value: number) => [value & 255, value >> 8]
const low32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]
const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
const pair = (id: number, value: Uint8Array) => bytes(low16(id), low16(value.length), value)
const head = (type: number) => bytes(ascii('NTLMSSP'), [0], low32(type))
/** Windows 10.0, build 19041, revision 15. */
const version = bytes([10, 0], low16(19041), [0, 0, 0, 15])
/** 2026-01-02 03:04:05 in 100 ns since 1601. */
const ticks = bytes('80004074947bdc01')

const info = bytes(
  pair(2, wide('SECRETCORP')),
  pair(1, wide('SERVER')),
  pair(4, wide('secretcorp.example')),
  pair(3, wide('server.secretcorp.example')),
  pair(6, bytes(low32(2))),
  pair(7, ticks),
  pair(8, noise(48)),
  pair(9, wide('host/server.secretcorp.example')),
  pair(10, noise(16)),
  pair(0, bytes()),
)

/** A message: its header with places for buffers, and the buffers behind it in the order in which they lie. */
function message(type: number, parts: readonly (Uint8Array | string)[], buffers: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const size = 12 + parts.reduce((sum, part) => sum + (typeof part === 'string' ? 8 : part.length), 0)
  let at = size
  const lies: Record<string, readonly [length: number, at: number]> = {}
  for (const [name, { length }] of Object.entries(buffers)) {
    lies[name] = [length, at]
    at += length
  }
  const header = parts.map(part => {
    if (typeof part !== 'string') return part
    const [length = 0, offset = size] = lies[part] ?? []
    return bytes(low16(length), low16(length), low32(offset))
  })
  return bytes(head(type), ...header, ...Object.values(buffers))
}

export const ntlmNegotiate = message(1, [bytes(low32(0xe2088297)), 'domain', 'workstation', version], {})

export const ntlmChallenge = message(2, ['target', bytes(low32(0xe2898215)), noise(8), bytes('0000000000000000'), 'info', version], {
  target: wide('SECRETCORP'),
  info,
})

/** Buffers in the order of Windows: names first, then the answers. */
export const ntlmAuthenticate = message(
  3,
  ['lm', 'nt', 'domain', 'user', 'workstation', 'key', bytes(low32(0xe2888215)), version, noise(16, 3)],
  {
    domain: wide('SECRETCORP'),
    user: wide('alice'),
    workstation: wide('LAPTOP7'),
    lm: new Uint8Array(24),
    nt: bytes(noise(16, 4), [1, 1], new Uint8Array(6), ticks, noise(8, 5), [0, 0, 0, 0], info, [0, 0, 0, 0]),
    key: noise(16, 6),
  },
)

/** Of a client of long ago: no version, no MIC, letters of one octet, an answer of 24. */
export const ntlmOld = message(3, ['lm', 'nt', 'domain', 'user', 'workstation', 'key', bytes(low32(0x8206))], {
  domain: ascii('CORP'),
  user: ascii('bob'),
  workstation: ascii('PC1'),
  lm: noise(24, 7),
  nt: noise(24, 8),
})
