import { useEffect, useRef, useState } from 'react'
import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'

/** Milliseconds that it stays: long enough to read the name of a file twice. */
const STAYS = 6000

/** Says what came of something that leaves no other trace on the page: saved, copied, set. It takes no focus, goes by itself,
 *  and is told to those who do not see it also while a sheet is open. */
export function Told() {
  const { told } = useApp().state
  const [gone, setGone] = useState(told)
  const [over, setOver] = useState(false)
  const shown = told === gone ? undefined : told
  useEffect(() => {
    if (!shown || shown.during || over) return
    const timer = setTimeout(() => setGone(shown), STAYS)
    return () => clearTimeout(timer)
  }, [shown, over])
  const count = useRef({ told, number: 0 })
  if (count.current.told !== told) count.current = { told, number: count.current.number + 1 }
  return (
    <div className="told" role="status" aria-live="polite" data-react-aria-top-layer="true">
      {shown && (
        // The same words again are told again.
        <p
          key={count.current.number}
          className={shown.during ? 'toast during' : 'toast'}
          onPointerEnter={() => setOver(true)}
          onPointerLeave={() => setOver(false)}
        >
          {shown.done && <Icon name="done" />}
          <span>{shown.says}</span>
        </p>
      )}
    </div>
  )
}
