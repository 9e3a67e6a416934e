import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Everywhere } from '../../trace/pair/everywhere.ts'
import type { Report } from '../../trace/report.ts'
import type { Capture } from '../captures.ts'

const nowhere: Everywhere = {}

/** The numbers that a packet has in all captures; empty while they are asked for, and with one capture alone. */
export function useEverywhere(
  session: Session | undefined,
  report: Report | undefined,
  capture: Capture,
  packet: number | undefined,
): Everywhere {
  const [known, setKnown] = useState<{ readonly of: string; readonly numbers: Everywhere }>()
  const paired = report?.pair != null
  const of = `${capture} ${packet}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: another report may line the captures up otherwise
  useEffect(() => {
    if (!session || !paired || packet === undefined) return
    let current = true
    session.everywhere(capture, packet).then(
      numbers => current && setKnown({ of, numbers }),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, report, capture, packet])
  return known?.of === of ? known.numbers : nowhere
}

/** The number that a packet has in one of them. */
export function numberIn({ a, b, r }: Everywhere, capture: Capture): number | undefined {
  return [a, b, r][capture]
}
