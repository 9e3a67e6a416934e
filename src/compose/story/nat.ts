import type { Place, Translate } from '../packets/rewrite.ts'
import type { NatPlan } from '../scenario.ts'
import { DRAFT_02, RFC_3947, type Stack } from '../stacks.ts'

/** A NAT in front of a host: under which address, and which ports, everybody beyond it knows the host. RFC 3022. */
export class Nat {
  readonly truth: { readonly before: string; readonly after: string; readonly ports: Record<string, number> }
  private readonly plan: NatPlan

  constructor(address: string, plan: NatPlan) {
    this.plan = plan
    this.truth = { before: address, after: plan.address, ports: {} }
  }

  /** What an address and a port of the host become. */
  readonly outward: Translate = ({ address, port }): Place | undefined => {
    const { before, after, ports } = this.truth
    if (address !== before) return undefined
    if (!this.plan.ports || port === undefined) return { address: after }
    ports[port] ??= 61_001 + Object.keys(ports).length
    return { address: after, port: ports[port] }
  }
}

/** The port that IKE goes on with: 4500 when a NAT stands between two that both know what to do about it. RFC 3947 §4. */
export function portAfter(hosts: readonly [Natted, Natted]): 500 | 4500 {
  return hosts.some(({ nat }) => nat) && hosts.every(knowsNat) ? 4500 : 500
}

/** Its vendor ids say so. RFC 3947 §3.1. */
export function knowsNat({ stack }: Pick<Natted, 'stack'>): boolean {
  return stack.vendorIds.some(id => NAT_T.includes(id))
}

/** Address and port by which the other end knows a host. */
export function knownAs({ address, nat }: Pick<Natted, 'address' | 'nat'>, port: number): { address: string; port: number } {
  const place = nat?.outward({ address, port }, 17)
  return { address: place?.address ?? address, port: place?.port ?? port }
}

interface Natted {
  readonly address: string
  readonly nat: Nat | undefined
  readonly stack: Stack
}

const NAT_T = [DRAFT_02, RFC_3947]
