import type { Pip } from './progress.ts'

/** One mark for each message that makes the IKE SA: came, asked into silence, lost or refused, never came. */
export function Pips({ pips, size }: { pips: readonly Pip[]; size: number }) {
  if (pips.length === 0) return null
  // Many stand closer, so that there is room for words beside them.
  const step = pips.length > MANY ? 8 : 12
  const width = pips.length * step - 2
  return (
    <svg className="pips" width={width * size} height={12 * size} viewBox={`0 0 ${width} 12`} aria-hidden="true">
      {pips.map((pip, i) => {
        const x = step / 2 - 1 + i * step
        const key = `${i} ${pip}`
        if (pip === 'refused' || pip === 'lost') return <path key={key} className="no" d={`M${x - 3} 3l6 6M${x + 3} 3l-6 6`} />
        if (pip === 'asked')
          return (
            <text key={key} className="m n s2" x={x} y="10">
              ?
            </text>
          )
        return <circle key={key} className={pip} cx={x} cy="6" r={(pip === 'due' ? 0.3 : 0.35) * step} />
      })}
    </svg>
  )
}

const MANY = 8
