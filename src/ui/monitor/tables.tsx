import type { ReactNode } from 'react'
import { counted, grouped } from '../../text/figures.ts'
import { answerWords, authenticationWords, betweenWords, NOT_MADE, type SaWords, sinceWords } from '../../text/monitor.ts'
import type { MonitoredIke } from '../../trace/monitor/ikeSas.ts'
import type { Carried, MonitoredIpsec } from '../../trace/monitor/ipsecSas.ts'
import { Cite } from '../case/Cite.tsx'
import { useNavigate } from '../navigation.ts'
import { useRoving } from '../roving.ts'
import { duration } from '../time.ts'
import { lifeBar, lookOf, parted } from './layout.ts'

/** What every row needs to know of the moment. */
interface Moment {
  readonly trace: 0 | 1
  readonly time: number
  readonly end: number
}

interface Sa {
  readonly state: string
  readonly since: number
  readonly began: number
  readonly ends: number | null
  readonly at: number
  readonly negotiation: string | null
}

/** IKE SAs: one card a row, the living first, what ended folded under them. */
export function IkeSas({ all, moment, words }: { all: readonly MonitoredIke[]; moment: Moment; words: SaWords }) {
  return (
    <Section
      {...words}
      all={all}
      moment={moment}
      parts={sa => (
        <>
          <div>
            <p className="mono">
              {sa.initiator.address}:{sa.initiator.port} → {sa.responder.address}:{sa.responder.port}
            </p>
            <p className="mono dim">
              {sa.initiatorSpi} / {answerWords(sa)}
            </p>
          </div>
          <div>
            <p>{authenticationWords(sa)}</p>
            <p className="dim">
              {[...sa.algorithms, sa.lifetime === null ? '' : `lifetime ${duration(sa.lifetime)}`].filter(Boolean).join(', ')}
            </p>
          </div>
        </>
      )}
    />
  )
}

/** IPsec SAs, a pair a row. */
export function IpsecSas({ all, moment, words }: { all: readonly MonitoredIpsec[]; moment: Moment; words: SaWords }) {
  return (
    <Section
      {...words}
      all={all}
      moment={moment}
      parts={sa => (
        <>
          <div>
            {sa.state === 'failed' ? (
              <p className="dim">{betweenWords(sa)}</p>
            ) : (
              sa.directions.map(one => <Direction key={`${one.from} ${one.to}`} {...one} />)
            )}
          </div>
          <div>
            <p>
              {[sa.protocol ?? 'ESP or AH', sa.encapsulation && `in ${sa.encapsulation}`, sa.pfs && `PFS ${sa.pfs}`]
                .filter(Boolean)
                .join(' ')}
              {sa.selectors.length > 0 && <> between {sa.selectors.join(', ')}</>}
            </p>
            <p className="dim">{sa.algorithms.length ? sa.algorithms.join(', ') : notRead(sa)}</p>
          </div>
        </>
      )}
    />
  )
}

/** Why no algorithms can be shown. */
function notRead({ state }: MonitoredIpsec): string {
  if (state === 'failed') return NOT_MADE
  return state === 'negotiating' ? 'nothing agreed yet' : 'algorithms agreed under encryption'
}

function Direction({ to, spi, packets, bytes }: Carried) {
  return (
    <p>
      <span className="dim">to {to}</span> <span className="mono">{spi ?? 'no SPI seen'}</span>{' '}
      <span className="num">{packets === 0 ? 'nothing yet' : `${counted(packets, 'packet')}, ${grouped(bytes)} bytes`}</span>
    </p>
  )
}

function Section<T extends Sa>({
  title,
  plain,
  all,
  moment,
  parts,
}: {
  title: string
  plain: string
  all: readonly T[]
  moment: Moment
  parts: (sa: T) => ReactNode
}) {
  const { living, ended } = parted(all)
  return (
    <section className="sas" aria-label={title}>
      <h2>
        {title} <small className="muted">{plain}</small>
      </h2>
      {living.length === 0 && <p className="none muted">None at this moment.</p>}
      <Sas all={living} moment={moment} parts={parts} />
      {ended.length > 0 && (
        <details open={living.length === 0}>
          <summary>{grouped(ended.length)} ended, replaced or refused before</summary>
          <Sas all={ended.slice(-MOST)} moment={moment} parts={parts} />
          {ended.length > MOST && <p className="muted">The last {MOST} are shown.</p>}
        </details>
      )}
    </section>
  )
}

const MOST = 50

/** SAs as lines: the arrows lead from one to the next, Enter to the packet that made it what it is. */
function Sas<T extends Sa>({ all, moment, parts }: { all: readonly T[]; moment: Moment; parts: (sa: T) => ReactNode }) {
  const { toPacket } = useNavigate()
  const { line, keys } = useRoving(all.length)
  return (
    <ul onKeyDown={keys(i => toPacket(moment.trace, all[i]!.at))}>
      {all.map((sa, i) => (
        <SaRow key={`${sa.negotiation} ${sa.began} ${sa.at}`} sa={sa} moment={moment} line={line(i)}>
          {parts(sa)}
        </SaRow>
      ))}
    </ul>
  )
}

function SaRow({ sa, moment, line, children }: { sa: Sa; moment: Moment; line: object; children: ReactNode }) {
  const { trace, time, end } = moment
  const [from, length] = lifeBar(sa.began, sa.ends, end)
  const look = lookOf(sa.state)
  return (
    <li className={`sa is-${look}`} {...line}>
      <p className="state">
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <Glyph look={look} />
        </svg>
        <b>{sa.state}</b> <span className="dim">{sinceWords(sa, time, duration)}</span>
        <span className="where">
          {sa.negotiation} <Cite trace={trace} packet={sa.at} tab={false} />
        </span>
      </p>
      {children}
      <svg className="life" aria-hidden="true">
        <rect className="all" width="100%" height="3" y="2" />
        <rect className="own" x={`${from * 100}%`} width={`${Math.max(length * 100, 0.5)}%`} height="7" />
        <line x1={`${(end > 0 ? time / end : 1) * 100}%`} x2={`${(end > 0 ? time / end : 1) * 100}%`} y1="-1" y2="9" />
      </svg>
    </li>
  )
}

/** Colour never stands alone: solid, hollow, cross, dash. */
function Glyph({ look }: { look: ReturnType<typeof lookOf> }) {
  if (look === 'fine') return <circle cx="6" cy="6" r="4" />
  if (look === 'again') return <circle className="hollow" cx="6" cy="6" r="3.5" />
  if (look === 'lost') return <path className="hollow" d="M2.5 2.5l7 7M9.5 2.5l-7 7" />
  return <path className="hollow" d="M2 6h8" />
}
