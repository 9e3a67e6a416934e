import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'

/** The number that a packet has in the other trace, where it is there too. */
export function useTwin(
  session: Session | undefined,
  report: Report | undefined,
  trace: 0 | 1,
  packet: number | undefined,
): number | undefined {
  const [twin, setTwin] = useState<{ readonly of: string; readonly number: number | undefined }>()
  const paired = report?.pair != null
  const of = `${trace} ${packet}`
  useEffect(() => {
    if (!session || !paired || packet === undefined) return
    let current = true
    session.twin(trace, packet).then(
      ({ packet: number }) => current && setTwin({ of: `${trace} ${packet}`, number }),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, paired, trace, packet])
  return twin?.of === of ? twin.number : undefined
}
