import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { printable, utf16 } from '../text.ts'
import { clientChallenge, targetInfo } from './ntlmPairs.ts'

// An NTLM message is a header that says where its buffers lie, and the buffers behind it in whatever order. They are read as they
// lie; where one says it lies is seen in the header. What is between them is shown, and so is what old clients leave out.

/** `NTLMSSP` and its zero. */
export const NTLM_SIGNATURE = '4e544c4d53535000'

const messageType = names({ 1: 'NEGOTIATE', 2: 'CHALLENGE', 3: 'AUTHENTICATE' })

/** [MS-NLMP] 2.2.2.5. */
const negotiateFlags: Readonly<Record<number, string>> = {
  1: 'UNICODE',
  2: 'OEM',
  4: 'REQUEST_TARGET',
  16: 'SIGN',
  32: 'SEAL',
  64: 'DATAGRAM',
  128: 'LM_KEY',
  512: 'NTLM',
  2048: 'ANONYMOUS',
  4096: 'OEM_DOMAIN_SUPPLIED',
  8192: 'OEM_WORKSTATION_SUPPLIED',
  32768: 'ALWAYS_SIGN',
  65536: 'TARGET_TYPE_DOMAIN',
  131072: 'TARGET_TYPE_SERVER',
  524288: 'EXTENDED_SESSIONSECURITY',
  1048576: 'IDENTIFY',
  4194304: 'REQUEST_NON_NT_SESSION_KEY',
  8388608: 'TARGET_INFO',
  33554432: 'VERSION',
  536870912: '128',
  1073741824: 'KEY_EXCH',
  2147483648: '56',
}
const UNICODE = 1

const flagNames = (value: number) =>
  Object.entries(negotiateFlags)
    .filter(([bit]) => (value & Number(bit)) !== 0)
    .map(([, name]) => name)
    .join(', ') || 'none'

/** What a header said of a buffer: where it lies from the message's first octet. */
interface Buffer {
  readonly name: string
  readonly length: number
  readonly at: number
}

interface Header {
  readonly c: Cursor
  readonly start: number
  readonly buffers: Buffer[]
  unicode: boolean
}

/** What stands in the header of each message behind its type, in the order of the figures. [MS-NLMP] 2.2.1.1 to 2.2.1.3. */
const headers: Readonly<Record<number, readonly ((h: Header) => void)[]>> = {
  1: [flags, buffer('DomainName'), buffer('Workstation'), version],
  2: [buffer('TargetName'), flags, opaque('ServerChallenge', 8), opaque('Reserved', 8), buffer('TargetInfo'), version],
  3: [
    buffer('LmChallengeResponse'),
    buffer('NtChallengeResponse'),
    buffer('DomainName'),
    buffer('UserName'),
    buffer('Workstation'),
    buffer('EncryptedRandomSessionKey'),
    flags,
    version,
    opaque('MIC', 16),
  ],
}
const NEGOTIATE = 1

/** An NTLM message: which of the three it is, and for whom. [MS-NLMP] 2.2.1. */
export function ntlm(c: Cursor): string {
  const h: Header = { c, start: c.at, buffers: [], unicode: false }
  c.as('Signature', 8, printable)
  const type = c.u32le('MessageType', messageType)
  for (const part of headers[type] ?? []) part(h)
  // names before anything is agreed are never Unicode
  if (type === NEGOTIATE) h.unicode = false
  for (const buffer of h.buffers.sort((a, b) => a.at - b.at)) content(h, buffer)
  c.rest('Message')
  return `NTLM${messageType(type) ? ` ${messageType(type)}` : ''}`
}

/** A part of the header, unless a buffer already lies there, or the message ends: old clients leave the last ones out. */
function room({ c, start, buffers }: Header, length: number): boolean {
  const first = Math.min(c.end, ...buffers.filter(one => one.length > 0).map(one => start + one.at))
  return c.at + length <= first
}

function flags(h: Header): void {
  if (room(h, 4)) h.unicode = (h.c.u32le('NegotiateFlags', flagNames) & UNICODE) !== 0
}

function buffer(name: string): (h: Header) => void {
  return h => {
    if (!room(h, 8)) return
    h.c.struct(`${name}Fields`, 8, c => {
      const length = c.u16le('Len')
      c.u16le('MaxLen')
      h.buffers.push({ name, length, at: c.u32le('BufferOffset') })
    })
  }
}

function opaque(name: string, length: number): (h: Header) => void {
  return h => void (room(h, length) && h.c.opaque(name, length))
}

/** Which Windows; for those who look for faults. [MS-NLMP] 2.2.2.10. */
function version(h: Header): void {
  if (!room(h, 8)) return
  h.c.struct('Version', 8, c => {
    const [major, minor, build] = [c.u8('ProductMajorVersion'), c.u8('ProductMinorVersion'), c.u16le('ProductBuild')]
    c.opaque('Reserved', 3)
    c.u8('NTLMRevisionCurrent')
    if (major > 0) c.means(`Windows ${major}.${minor}, build ${build}`)
  })
}

function content({ c, start, unicode }: Header, { name, length, at }: Buffer): void {
  const ahead = start + at - c.at
  if (length === 0 || ahead < 0) return
  if (ahead + length > c.left) {
    c.malformed(`${name} would end ${ahead + length - c.left} bytes behind the message`)
    return
  }
  if (ahead > 0) c.opaque('Padding', ahead)
  if (name === 'TargetInfo') c.struct(name, length, targetInfo)
  else if (name === 'NtChallengeResponse') c.struct(name, length, clientChallenge)
  else if (/Response$|Key$/.test(name)) c.opaque(name, length)
  else c.as(name, length, unicode ? utf16 : printable)
}
