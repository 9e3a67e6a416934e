import { counted } from '../../../text/figures.ts'
import { duration, moment } from '../../time.ts'
import { type Drawing, heading } from '../drawing.ts'
import { cut, SMALL, shortened } from '../label.ts'
import { along } from '../layout.ts'
import { type DueRow, type EdgeRow, type IcmpRow, type KeepaliveRow, opposite, type PauseRow, type PortRow, type StartRow } from '../row.ts'
import { Arrow, fallOf, Head, REACH } from './Arrow.tsx'
import { Gutter } from './Gutter.tsx'
import { aboveArrow, Foot, Label } from './Label.tsx'
import { TookFoot } from './TookFoot.tsx'

/** A negotiation begins: its port as a pill on the left lifeline, what it is in the middle. */
export function StartMark({ d, row }: { d: Drawing; row: StartRow | PortRow }) {
  const { g } = d
  const y = (row.kind === 'start' && row.again ? 14 : 22) * g.u
  const title = row.kind === 'start' ? row.title : row.says
  const pill = row.port !== undefined && d.half !== 1
  const clear = g.left + (pill ? 47 : 6) * g.u
  const said = cut(title, (g.right - 4 * g.u - clear) / SMALL, d.measure)
  // In the middle, or right of the pill where that reaches so far.
  const middle = Math.max((g.left + g.right) / 2, clear + (d.measure(said, false) * SMALL) / 2)
  return (
    <>
      <line className="hair2" x1={g.left - (d.half === 1 ? 0 : 56) * g.u} x2={g.right} y1={y} y2={y} />
      {pill && (
        <>
          <rect className="pill" x={g.left - 39 * g.u} y={y - 10 * g.u} width={78 * g.u} height={20 * g.u} rx={10 * g.u} />
          <text className="s2 m n" x={g.left} y={y + 4 * g.u}>
            {`UDP ${row.port}`}
          </text>
        </>
      )}
      <text className="s2 m halo" x={middle} y={y + 4 * g.u}>
        {said}
        {said !== title && <title>{title}</title>}
      </text>
    </>
  )
}

/** Time passes: the lifelines break, unless traffic goes on. */
export function PauseMark({ d, row }: { d: Drawing; row: PauseRow }) {
  const { g } = d
  const y = 12.5 * g.u
  return (
    <>
      {row.meanwhile === undefined &&
        [g.left, g.right].map(x => (
          <g key={x} transform={`translate(${x} ${y}) scale(${g.u})`}>
            <line className="pass" x1="0" x2="0" y1="-8" y2="8" />
            <path className="brk" d="M-6 -3q3 -4 6 0t6 0M-6 5q3 -4 6 0t6 0" />
          </g>
        ))}
      <line className="hair2 dots" x1={g.left + 12 * g.u} x2={g.right - 12 * g.u} y1={y} y2={y} />
      {d.half === undefined && (
        <text className="s m halo" x={(g.left + g.right) / 2} y={y + 4 * g.u}>
          {pauseText(row)}
        </text>
      )}
    </>
  )
}

/** `4.0 s pass`; `ESP goes on for 20 min`. */
export function pauseText({ seconds, meanwhile }: PauseRow): string {
  return meanwhile === undefined ? `${duration(seconds)} pass` : `${meanwhile} goes on for ${duration(seconds)}`
}

/** Share of the way, from the far side, at which a router stands. */
const ROUTER = 0.56

/** An ICMP error: from a host's lifeline, or from a router's place in the network. */
export function IcmpMark({ d, row, previous }: { d: Drawing; row: IcmpRow; previous?: number }) {
  const { g } = d
  const { error, refuses } = row
  const y = 24 * g.u
  const source = opposite(row.to)
  const way = heading(source)
  const router = row.from === undefined
  const tone = refuses ? 're' : 'ink'
  const name = `ICMP ${error.type}/${error.code}`
  const mtu = error.mtu === undefined ? [] : [`MTU ${error.mtu}`]
  const all = [error.means, ...mtu].join(', ')
  // Where lifelines are close the number is what stays.
  const texts = mtu.length > 0 && d.measure(all, false) > g.right - g.left - 36 * g.u - d.measure(name, true) ? mtu : [all]
  const fall = fallOf(row.delay) * g.u
  const x = along(g, source, ROUTER)
  const end = along(g, row.to, 0)
  const side = router ? row.to : source
  const quote = (row.after ?? row.quoted) === undefined ? '' : quoteText(row)
  // The router's name stands below its place, or where the words below the arrow end: what is above may be longer.
  const beside = 30 * g.u + d.measure(quote, false) * SMALL
  const named = end - way * Math.max(Math.abs(end - x) + 10 * g.u, quote === '' ? 0 : beside)
  return (
    <>
      {router ? (
        <>
          <line className={`msg ${tone}`} x1={x} x2={end - way * 3} y1={y - fall / 2} y2={y + fall / 2} />
          <Head end="arrived" x={end} y={y + fall / 2} way={way} tone={tone} u={g.u} refuses={refuses} />
          <circle className={refuses ? 'dia re' : 'dia'} cx={x} cy={y - fall / 2} r={3.5 * g.u} />
          <text className={`s2 halo${way === 1 ? ' e' : ''}`} x={named} y={y + 14 * g.u}>
            {`from ${error.from}`}
          </text>
        </>
      ) : (
        <Arrow
          d={{ ...d, near: undefined }}
          y={y}
          from={source}
          end={row.lost ? 'lost' : 'arrived'}
          tone={tone}
          fall={fall}
          refuses={refuses}
        />
      )}
      <Label d={d} y={aboveArrow(g.u, fall)} from={side} name={name} texts={texts} />
      <TookFoot d={d} y={y + 14 * g.u} from={side} row={row} beside={quote} />
      {quote !== '' && <Foot d={d} y={y + 14 * g.u} from={side} text={quote} />}
      <Gutter d={d} y={y} row={row} previous={previous} />
    </>
  )
}

/** `quotes MM5, 1st copy, 31.9 s after it`. */
export function quoteText({ quoted, after }: IcmpRow): string {
  const later = after === undefined ? '' : duration(after)
  if (quoted === undefined) return `${later} after the packet it quotes`
  return later === '' ? `quotes ${quoted}` : `quotes ${quoted}, ${later} after it`
}

/** NAT keepalives of one direction, how many in how long. */
export function KeepaliveMark({ d, row, previous }: { d: Drawing; row: KeepaliveRow; previous?: number }) {
  const { g } = d
  const y = 21 * g.u
  const text = row.count === 1 ? 'NAT keepalive, 1 byte' : `${counted(row.count, 'NAT keepalive')} in ${duration(row.seconds)}`
  const reach = d.half !== undefined || row.arrived ? 1 : REACH.unknown
  return (
    <>
      <line className="msg ctx" x1={along(g, row.from, 0)} x2={along(g, row.from, reach) - heading(row.from) * 3} y1={y} y2={y} />
      <path
        className="head-mark ctx"
        transform={`translate(${along(g, row.from, reach)} ${y}) scale(${heading(row.from) * g.u} ${g.u})`}
        d="M-1.2 0L-9 -4.6V4.6Z"
      />
      <Foot d={d} y={y - 6 * g.u} from={row.from} text={text} />
      <Gutter d={d} y={y} row={row} previous={previous} />
    </>
  )
}

/** `was due from 2.5 s on; seen at neither end`, `was due; B never had MM5 whole`. */
export function dueText({ since, absent }: DueRow): string {
  return `was due${since === undefined ? '' : ` from ${moment(since)} on`}; ${absent}`
}

/** A message that should have come: dashed, no head. */
export function DueMark({ d, row }: { d: Drawing; row: DueRow }) {
  const { g } = d
  return (
    <>
      <line className="msg due" x1={g.left + 6 * g.u} x2={g.right - 6 * g.u} y1={24 * g.u} y2={24 * g.u} />
      <Label d={d} y={17 * g.u} from={row.from} name={row.name} texts={[dueText(row)]} pale />
    </>
  )
}

/** Where the capture begins or ends: hatched, since nothing can be known there. */
export function EdgeMark({ d, row }: { d: Drawing; row: EdgeRow }) {
  const { g } = d
  const room = (g.right - g.left - 24 * g.u) / SMALL
  // The first part is what is to be known; the rest stands below as rows.
  const said = d.measure(row.says, false) <= room ? row.says : shortened(row.says.split('; ')[0]!, room, d.measure)
  return (
    <>
      <rect className="hatch" x={g.left} width={g.right - g.left} y={8 * g.u} height={30 * g.u} />
      <text className="s2 m halo" x={(g.left + g.right) / 2} y={27 * g.u}>
        {said}
        {said !== row.says && <title>{row.says}</title>}
      </text>
    </>
  )
}
