import type { Side } from './row.ts'

/**
 * The side that sent what went from one address to another. One of them may be neither host's (behind a NAT, or after
 * MOBIKE moved a host): then the other tells, and where neither does the left side is taken to have sent it.
 */
export function directionOf(from: string, to: string, hosts: { readonly left: string; readonly right: string }): Side {
  if (to === hosts.right) return 'left'
  return to === hosts.left || from === hosts.right ? 'right' : 'left'
}
