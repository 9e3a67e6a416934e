import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Baseline } from '../../trace/baseline/report.ts'
import type { Report } from '../../trace/report.ts'

/** The comparison of the two traces that are open, asked for once for each report: keys may have opened more. */
export function useBaseline(session: Session | undefined, report: Report): Baseline | undefined {
  const [shown, setShown] = useState<{ readonly of: Report; readonly baseline: Baseline }>()
  useEffect(() => {
    let current = true
    void session?.baseline().then(
      baseline => current && setShown({ of: report, baseline }),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, report])
  return shown?.of === report ? shown.baseline : undefined
}
