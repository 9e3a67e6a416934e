import { createContext, useContext } from 'react'

/** Ways through an open capture; the keyboard, citations and the search use them. */
export interface Navigation {
  /** To a packet, and to one of its fields. */
  readonly toPacket: (trace: 0 | 1, packet: number, field?: string) => void
  /** To the next or previous row of the ladder, or packet of the list. */
  readonly step: (by: 1 | -1) => void
  /** Through the pieces and copies of the selected message. */
  readonly copy: (by: 1 | -1) => void
  readonly negotiation: (by: 1 | -1) => void
  readonly toNegotiation: (pair: string, id: string) => void
}

export const NavigationContext = createContext<Navigation | undefined>(undefined)

export function useNavigate(): Navigation {
  const navigation = useContext(NavigationContext)
  if (!navigation) throw new Error('useNavigate outside of the workspace')
  return navigation
}
