import { createContext, useContext } from 'react'
import type { Capture } from './captures.ts'

/** Ways through an open capture; the keyboard, citations and the search use them. */
export interface Navigation {
  /** To a packet, and to one of its fields. */
  readonly toPacket: (capture: Capture, packet: number, field?: string, finding?: number) => void
  /** To the first packet that a finding rests on, with all of them lit; undefined: none is lit any more. */
  readonly toFinding: (index: number | undefined) => void
  /** To the next finding in the order of reading, from the last to the first. */
  readonly nextFinding: () => void
  /** To offer and answer side by side: those of a finding; else of what is selected, of the finding in view, of the negotiation. */
  readonly toOffers: (finding?: number) => void
  /** To the next or previous row of the ladder, or packet of the list. */
  readonly step: (by: 1 | -1) => void
  /** Through the pieces and copies of the selected message. */
  readonly copy: (by: 1 | -1) => void
  readonly negotiation: (by: 1 | -1) => void
  /** Hides the selected row of the ladder. */
  readonly hide: () => void
  readonly toNegotiation: (pair: string, id: string) => void
}

/** Undefined outside of the workspace. */
export const NavigationContext = createContext<Navigation | undefined>(undefined)

/** The ways from here; throws outside of the workspace. */
export function useNavigate(): Navigation {
  const navigation = useContext(NavigationContext)
  if (!navigation) throw new Error('useNavigate outside of the workspace')
  return navigation
}
