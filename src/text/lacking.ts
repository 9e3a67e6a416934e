/** What a capture, or two hosts in it, have instead of IKE. */
export interface Instead {
  /** `ESP`, `AH`. */
  readonly protocols: readonly string[]
  readonly icmp: boolean
  /** Traffic in the clear. */
  readonly clear: boolean
  /** There are packets of IKE, or that may be, of which no message can be read. */
  readonly unread: boolean
}

/** Of what it is said: one capture, as far as it is read, two of them, or two hosts of a capture in which others have it. */
export type Lacking = 'in this capture' | 'so far' | 'in either capture' | 'between these hosts'

/** `no IKE in this capture; its ESP and ICMP are shown`. */
export function lackingText(where: Lacking, { protocols, icmp, clear, unread }: Instead): string {
  const what = unread ? 'IKE can be read' : protocols.length > 0 ? 'IKE' : 'IKE, ESP or AH'
  const there = [...protocols, ...(icmp ? ['ICMP'] : []), ...(clear && protocols.length === 0 ? ['traffic in the clear'] : [])]
  if (there.length === 0) return `no ${what} ${where}`
  const whose = where === 'in this capture' || where === 'so far' ? 'its' : 'their'
  const list = there.length > 1 ? `${there.slice(0, -1).join(', ')} and ${there.at(-1)} are` : `${there[0]} is`
  return `no ${what} ${where}; ${whose} ${list} shown`
}
