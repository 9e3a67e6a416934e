import type { Negotiation } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { type HostPair, isBare } from './hostPairs.ts'
import { type Ends, hostWords } from './hostWords.ts'
import type { Geometry } from './layout.ts'
import { PeerName } from './PeerName.tsx'
import type { Side } from './row.ts'
import { TimesShown } from './TimesShown.tsx'

/** Half the width of what stands between them, px: how times are shown, and whether other traffic is. */
const WAYS = 88
/** A host has no less beside it, px; else what stands between them goes to a line of its own. */
const LEAST = 110

/** What the question mark takes at the left of a pane, px. */
const QUESTION = 30

/** Where the heads stand, px: over the lifelines, or each over half of a pane that is too narrow for that. */
export function headPlaces({ left: from, right: to, width, u }: Geometry) {
  const outer = 96 * u
  const middle = (from + to) / 2
  const begin = Math.max(8, from - outer)
  const left = { left: begin, width: middle - (WAYS + 2) * u - begin }
  const right = { left: middle + (WAYS + 2) * u, width: Math.min(to + outer, width - 10) - middle - (WAYS + 2) * u }
  if (Math.min(left.width, right.width) >= LEAST * u) return { left, between: { left: middle - WAYS * u, width: 2 * WAYS * u }, right }
  const half = width / 2 - 4 * u
  return {
    stacked: true,
    left: { left: QUESTION * u, width: half - QUESTION * u },
    between: { left: 8, width: width - 18 },
    right: { left: width - half, width: half - 10 },
  }
}

/** Who stands at the two lifelines: address, ports, role and, where vendor ids tell, the software. */
export function Heads(props: {
  g: Geometry
  pair: HostPair
  negotiation?: Negotiation
  ends: Ends
  /** Other traffic was asked for, and there is none. */
  quiet?: boolean
}) {
  const { g, pair, negotiation, ends, quiet } = props
  const { state, dispatch } = useApp()
  const shown = negotiation ?? pair.negotiations[0]
  const places = headPlaces(g)
  const isOne = !ends.alone && !(ends.left?.shown && ends.right?.shown)
  const only = state.inR ? 'R' : isOne ? 'AB'[state.trace] : undefined
  return (
    <div className={places.stacked ? 'heads stacked' : 'heads'}>
      <div className="head" style={places.left}>
        <Host side="left" pair={pair} negotiation={shown} ends={ends} />
      </div>
      <div className="head middle" style={places.between}>
        <b title={only && `The ladder as ${only} alone has it; what became of a message on the way only both captures tell`}>
          {state.inR && <span className="badge">R</span>} {only ? `Only ${only}’s capture` : 'Network'}
        </b>
        <p>
          <TimesShown />
          {state.opened?.session && !isBare(pair) && (
            <button
              type="button"
              className="beside"
              aria-pressed={state.context}
              title="Kerberos, DNS, ping and clear traffic of these hosts  X"
              onClick={() => dispatch({ type: 'context' })}
            >
              {quiet ? 'No other traffic' : 'Other traffic'}
            </button>
          )}
        </p>
      </div>
      <div className="head right" style={places.right}>
        <Host side="right" pair={pair} negotiation={shown} ends={ends} />
      </div>
    </div>
  )
}

function Host({ side, pair, negotiation, ends }: { side: Side; pair: HostPair; negotiation?: Negotiation; ends: Ends }) {
  const { address, end, far, place, nat, below } = hostWords(side, pair, negotiation, ends)
  const badge = end && <span className={end.shown ? 'badge' : 'badge open'}>{end.name}</span>
  return (
    <>
      <h2 title={address}>
        {side === 'left' && badge}
        <PeerName address={address} pale={far} />
        {side === 'right' && badge}
      </h2>
      <p title={place}>{place}</p>
      {below && (
        <p className="third" title={below}>
          {below}
        </p>
      )}
      {nat && (
        <p className={below ? 'third fourth' : 'third'} title={`${nat.badge} ${nat.says}`}>
          <span className="nat">{nat.badge}</span>
          {nat.says}
        </p>
      )}
    </>
  )
}
