import { useEffect, useState } from 'react'
import type { PacketView, Session } from '../host/protocol.ts'

/** A packet that was asked for: still coming, here, or not to be had. */
export type Looked = { readonly view?: PacketView; readonly why?: string }

/** Asks the session for a packet; the one before stays until the answer comes, so that nothing flickers. */
export function usePacketView(session: Session | undefined, trace: number, packet: number | undefined): Looked {
  const [looked, setLooked] = useState<Looked>({})
  useEffect(() => {
    if (!session || packet === undefined) return setLooked({})
    let current = true
    session.packet(trace, packet).then(
      view => current && setLooked({ view }),
      (error: unknown) => current && setLooked({ why: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [session, trace, packet])
  return looked
}
