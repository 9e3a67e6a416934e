import { useEffect, useRef, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Monitor } from '../../trace/monitor/monitor.ts'

interface Wanted {
  readonly session: Session
  readonly trace: 0 | 1
  readonly time: number
}

/** What the monitor shows at a moment; while that is being asked for, what it showed last of the same trace. */
export function useMoment(session: Session | undefined, trace: 0 | 1, time: number): Monitor | undefined {
  const [shown, setShown] = useState<{ readonly of: Session; readonly monitor: Monitor }>()
  const wanted = useRef<Wanted>(undefined)
  const asking = useRef(false)
  useEffect(() => {
    if (!session) return
    wanted.current = { session, trace, time }
    if (asking.current) return
    asking.current = true
    // One question at a time: a slider moves faster than answers come.
    const ask = async () => {
      for (let now = wanted.current; now; ) {
        const { session: of, trace: at, time: when } = now
        const monitor = await of.monitor(at, when).catch(() => undefined)
        if (monitor && wanted.current) setShown({ of, monitor })
        now = wanted.current === now ? undefined : wanted.current
      }
      asking.current = false
    }
    void ask()
  }, [session, trace, time])
  useEffect(
    () => () => {
      wanted.current = undefined
    },
    [],
  )
  return shown && shown.of === session && shown.monitor.trace === trace ? shown.monitor : undefined
}
