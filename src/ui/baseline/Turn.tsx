import type { Bar, Line } from './layout.ts'

interface Shown {
  readonly line: Line
  /** Its place in the list that the arrows walk. */
  readonly place: object
  readonly sides: readonly [clear: 0 | 1, secured: 0 | 1]
  readonly onLook: () => void
  readonly onPacket: (trace: 0 | 1, packet: number) => void
}

/** One turn: the bar without IPsec above the bar with it; Enter or a click shows its first packet. */
export function Turn({ line, place, sides, onLook, onPacket }: Shown) {
  const [without, secured] = line.packets
  return (
    <tr {...place} onClick={onLook}>
      <th scope="row">
        {line.says}
        {line.remark && <small>{line.remark}</small>}
      </th>
      <td>
        <Measured bar={line.clear} time={line.times[0]} kind="without" trace={sides[0]} packet={without} onPacket={onPacket} />
        <Measured
          bar={line.secured}
          over={line.answering}
          time={line.times[1]}
          kind="with"
          trace={sides[1]}
          packet={secured}
          onPacket={onPacket}
        />
      </td>
      <td className="num">
        {line.added}
        {line.resent > 0 && <small className="again">{line.resent} sent again</small>}
      </td>
      <td className="num">{line.bytes}</td>
    </tr>
  )
}

interface MeasuredBar {
  readonly bar: Bar | null
  readonly over?: Bar | null
  readonly time: string
  readonly kind: 'without' | 'with'
  readonly trace: 0 | 1
  readonly packet: number | undefined
  readonly onPacket: (trace: 0 | 1, packet: number) => void
}

function Measured({ bar, over, time, kind, trace, packet, onPacket }: MeasuredBar) {
  if (!bar) return <div className="span none" />
  return (
    <div className="span">
      <svg aria-hidden="true">
        <rect className={kind} x={percent(bar[0])} width={percent(bar[1])} height="100%" />
        {over && <rect className="itself" x={percent(over[0])} width={percent(over[1])} height="100%" />}
      </svg>
      <span className="num">{time}</span>
      {packet !== undefined && (
        <button
          type="button"
          className="cite"
          tabIndex={-1}
          aria-label={`Packet ${trace === 0 ? 'A' : 'B'}${packet}`}
          onClick={event => {
            event.stopPropagation()
            onPacket(trace, packet)
          }}
        >
          {trace === 0 ? 'A' : 'B'}
          {packet}
        </button>
      )}
    </div>
  )
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)}%`
}
