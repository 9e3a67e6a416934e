import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { utf16 } from '../text.ts'

/** What one end tells the other about itself. [MS-NLMP] 2.2.2.1. */
const pairId = names({
  0: 'MsvAvEOL',
  1: 'MsvAvNbComputerName',
  2: 'MsvAvNbDomainName',
  3: 'MsvAvDnsComputerName',
  4: 'MsvAvDnsDomainName',
  5: 'MsvAvDnsTreeName',
  6: 'MsvAvFlags',
  7: 'MsvAvTimestamp',
  8: 'MsvAvSingleHost',
  9: 'MsvAvTargetName',
  10: 'MsvAvChannelBindings',
})
const EOL = 0
const FLAGS = 6
const TIMESTAMP = 7
const opaquePairs: ReadonlySet<number> = new Set([FLAGS, TIMESTAMP, 8, 10])

/** 1601 to 1970 in milliseconds; a FILETIME counts 100 ns. */
const SINCE_1601 = 11_644_473_600_000n

function fileTime(value: bigint): string | undefined {
  const time = new Date(Number(value / 10_000n - SINCE_1601))
  return value === 0n || Number.isNaN(time.getTime()) ? undefined : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Pairs up to the one that ends them. */
export function targetInfo(c: Cursor): void {
  let id: number | undefined
  while (c.here > 0 && id !== EOL) id = c.struct('AvPair', undefined, pair) ?? EOL
}

function pair(c: Cursor): number {
  const id = c.u16le('AvId', pairId)
  const length = c.u16le('AvLen')
  if (length === 0) c.means(pairId(id))
  else if (id === TIMESTAMP && length === 8) c.u64le('Value', fileTime)
  else if (opaquePairs.has(id)) c.opaque('Value', length)
  else c.means(`${pairId(id) ?? id}: ${c.as('Value', length, utf16)}`)
  return id
}

/** An answer to a challenge: 24 octets, or NTLM 2's with what its sender drew and knows. [MS-NLMP] 2.2.2.6 to 2.2.2.8. */
export function clientChallenge(c: Cursor): void {
  if (c.left <= ANSWER_1) {
    c.rest('Response')
    return
  }
  c.opaque('NTProofStr', 16)
  c.u8('RespType')
  c.u8('HiRespType')
  c.opaque('Reserved', 6)
  c.u64le('TimeStamp', fileTime)
  c.opaque('ChallengeFromClient', 8)
  c.opaque('Reserved', 4)
  targetInfo(c)
  c.rest('Reserved')
}

const ANSWER_1 = 24
