import type { Proposal } from '../../dissectors/ike/facts.ts'
import type { Flow } from './flow.ts'
import { blocksIn, overheadOf } from './overhead.ts'

// A cipher of whole blocks leaves no choice: what stands between IV and check value has a length of whole blocks, so the sizes of the packets
// tell the length of the check value, less blocks (RFC 4303 §2, RFC 3602 §4). Some ends cut SHA-256 to 96 bits, as a draft of RFC 4868 had it.

/** Octets of a check value that was agreed, and those that the sizes of a flow can have instead. */
export interface OtherCheck {
  readonly agreed: number
  readonly sent: readonly number[]
}

type Protected = Pick<Flow, 'kind' | 'udpEncapsulated' | 'tcpEncapsulated' | 'source'>

/** Undefined where all is as agreed, or nothing can be told. @param outside lengths of the flow's IP packets */
export function otherCheck(flow: Protected, outside: readonly number[], chosen: Proposal | null | undefined): OtherCheck | undefined {
  if (!chosen || flow.kind !== 'esp' || flow.tcpEncapsulated || outside.length < PACKETS) return undefined
  const { layouts, from } = overheadOf(flow, [], [], chosen)
  const [layout] = layouts
  if (from !== 'algorithms' || !layout || layout.block < BLOCK || layouts.some(one => one.icv !== layout.icv)) return undefined
  if (outside.some(size => blocksIn(layout, flow, size))) return undefined
  const sent = CHECKS.filter(icv => outside.every(size => blocksIn({ ...layout, icv }, flow, size)))
  return sent.length > 0 ? { agreed: layout.icv, sent } : undefined
}

const PACKETS = 3
/** Of AES; smaller blocks do not tell 96 bits from 128. */
const BLOCK = 16
const CHECKS = [12, 16, 24, 32]
