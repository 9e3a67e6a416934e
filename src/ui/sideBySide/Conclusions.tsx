import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import { verdictWords } from '../../text/verdict.ts'
import type { Judged } from '../../trace/judged.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { useNamed } from '../notes/named.ts'
import { useLow } from '../room.ts'

/** What each end alone would have concluded, and what both together show; folded where they would leave no room for rows. */
export function Conclusions({ report, session }: { report: Report; session: Session | undefined }) {
  const { state } = useApp()
  const low = useLow(state.size)
  const alone = useAlone(session)
  if (!alone) return null
  const three = (
    <div className="conclusions">
      <Conclusion title="A alone would say" says={`${verdictWords(alone[0])}.`} />
      <Conclusion title="Together" says={`${verdictWords(report)}.`} together />
      <Conclusion title="B alone would say" says={`${verdictWords(alone[1])}.`} />
    </div>
  )
  if (!low) return three
  return (
    <details className="folded">
      <summary>What each end alone would say</summary>
      {three}
    </details>
  )
}

function Conclusion({ title, says, together }: { title: string; says: string; together?: boolean }) {
  const named = useNamed()
  return (
    <section className={together ? 'together' : undefined}>
      <p className="cap">{title}</p>
      <p>{named(says)}</p>
    </section>
  )
}

function useAlone(session: Session | undefined): readonly [Judged, Judged] | undefined {
  const [alone, setAlone] = useState<readonly [Judged, Judged]>()
  useEffect(() => {
    setAlone(undefined)
    if (!session) return
    let current = true
    Promise.all([session.alone(0), session.alone(1)]).then(
      found => current && setAlone(found),
      () => current && setAlone(undefined),
    )
    return () => {
      current = false
    }
  }, [session])
  return alone
}
