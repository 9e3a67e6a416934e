import { windowsVersions } from '../../dissectors/ike/vendorIds/microsoft.ts'
import type { Seconds } from '../model.ts'

// How stacks repeat a message that gets no answer: the distances between one sending and the next, until they give up.
// Measured by ike-scan (ike-backoff-patterns), or read in the sources of strongSwan (4 s, times 1.8), libreswan (0.5 s,
// doubled) and racoon (10 s), or documented in [MS-IKEE] note 16 and [MS-AIPS] note 12.

/** How one family of stacks repeats. */
export interface Pattern {
  readonly stack: string
  /** Seconds from one sending to the next. */
  readonly gaps: readonly Seconds[]
  /** Seconds from the last sending until it gives up, where that is known. */
  readonly lastWait?: Seconds
  /** Seconds that a gap may be off; otherwise a tenth of it. */
  readonly off?: Seconds
  /** Never spoke IKEv2. */
  readonly onlyV1?: true
  /** As a sender of this family names itself in a vendor id: another release is not of it. */
  readonly releases?: readonly string[]
}

/** The families that are known; more than one may fit the same gaps. */
export const patterns: readonly Pattern[] = [
  { stack: 'strongSwan', gaps: [4, 7.2, 12.96, 23.328, 41.99], lastWait: 75.6 },
  { stack: 'libreswan', gaps: [0.5, 0.5, 1, 2, 4, 8, 16, 32], lastWait: 16 },
  {
    stack: 'Windows 2000, XP or Server 2003',
    gaps: [1, 2, 4, 8, 16, 32],
    off: 0.5,
    onlyV1: true,
    releases: [2, 3, 4].map(version => windowsVersions[version]!),
  },
  { stack: 'Windows AuthIP', gaps: [2, 4, 8, 16], onlyV1: true },
  { stack: 'Solaris', gaps: [0.5, 1, 2, 4, 8] },
  { stack: 'Cisco IOS or racoon', gaps: [10, 10, 10, 10, 10], lastWait: 10 },
  { stack: 'Openswan or FreeS/WAN', gaps: [10, 20] },
  { stack: 'Cisco IOS 12.0 or PIX', gaps: [15, 15], onlyV1: true },
  { stack: 'Cisco PIX 6.3', gaps: [5, 5, 5, 5, 5], onlyV1: true },
  { stack: 'Cisco VPN 3000', gaps: [8, 8, 8], onlyV1: true },
  { stack: 'early racoon', gaps: [20, 20, 20, 20, 20], onlyV1: true },
  { stack: 'Check Point', gaps: [2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4] },
  { stack: 'Juniper NetScreen', gaps: [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4] },
  { stack: 'OpenBSD isakmpd', gaps: [7, 9, 11, 13, 15], onlyV1: true },
  { stack: 'FortiGate', gaps: [6, 12] },
  { stack: 'SonicWall', gaps: [5, 10, 20] },
  { stack: 'Nortel Contivity', gaps: [16, 16, 16], onlyV1: true },
  { stack: 'AIX', gaps: [16, 32, 64, 128, 128, 256, 512] },
  { stack: 'Stonegate', gaps: [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30] },
]

/** Gaps from which a family can be named; fewer fit too many. */
const ENOUGH = 2

/** The families that repeat messages of this version like this; empty when none is known, or when there are too few gaps to tell. */
export function patternsLike(gaps: readonly Seconds[], version: number): Pattern[] {
  if (gaps.length < ENOUGH) return []
  return patterns.filter(
    ({ gaps: known, off, onlyV1 }) =>
      !(onlyV1 && version === 2) &&
      gaps.length <= known.length &&
      gaps.every((gap, i) => Math.abs(gap - known[i]!) <= Math.max(off ?? 0.1 * known[i]!, 0.12)),
  )
}

/** Seconds after the last sending when another one would have been due: by the pattern, or as the gaps grow. */
export function nextGap(gaps: readonly Seconds[], version: number): Seconds | undefined {
  const known = patternsLike(gaps, version).map(p => p.gaps[gaps.length] ?? p.lastWait)
  const waits = known.filter(gap => gap !== undefined)
  if (waits.length > 0) return Math.max(...waits)
  const [before, last] = gaps.slice(-2)
  if (before === undefined) return undefined
  return last === undefined ? 2 * before : last * Math.max(1, last / before)
}

/** Seconds within which a copy that is due after a gap has come: stacks add a little chance, and hosts are late. */
export function dueWithin(gap: Seconds): Seconds {
  return gap + Math.max(0.6, 0.2 * gap)
}
