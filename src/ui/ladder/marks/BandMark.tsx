import { Sign } from '../../icons.tsx'
import { duration } from '../../time.ts'
import { type Drawing, heading } from '../drawing.ts'
import { counted, fitting, grouped } from '../label.ts'
import { along } from '../layout.ts'
import type { BandRow } from '../row.ts'
import { Gutter } from './Gutter.tsx'

/** Protected traffic under one SPI. */
export function BandMark({ d, row, previous, onToggle }: { d: Drawing; row: BandRow; previous?: number; onToggle: () => void }) {
  const { g } = d
  const { flow, from } = row
  const way = heading(from)
  const x = along(g, from, 0) + way * 14 * g.u
  const chevron = along(g, from, 0.96)
  // AH never encrypts; of ESP that is worth a colour of its own.
  const clear = flow.protocol === 'esp' && flow.cipher === 'null' ? ' null' : ''
  const [top, bottom] = [4 * g.u, 28 * g.u]
  const name = flow.protocol === 'esp' ? 'ESP' : 'AH'
  // The way's marks begin at 84 % of it; an SPI is eight digits of 6.6 px.
  const room = 0.84 * (g.right - g.left) - (14 + 70 + 14) * g.u - d.measure(name, true)
  const texts = [` ${flow.spi} `, fitting(bandTexts(row), room, d.measure)]
  return (
    <>
      <rect className={`band${clear}`} x={g.left} width={g.right - g.left} y={top} height={bottom - top} />
      <line className={`band-edge${clear}`} x1={g.left} x2={g.right} y1={top} y2={top} />
      <line className={`band-edge${clear}`} x1={g.left} x2={g.right} y1={bottom} y2={bottom} />
      {[0.86, 0.89, 0.92].map(share => (
        <path
          key={share}
          className={`band-way${clear}`}
          transform={`translate(${along(g, from, share)} ${16 * g.u}) scale(${way * g.u} ${g.u})`}
          d="M-3 -5L3 0L-3 5"
        />
      ))}
      <text className={way === 1 ? '' : 'e'} x={x} y={20.5 * g.u}>
        <tspan className="n">{name}</tspan>
        <tspan className="mono" dx={4 * g.u}>
          {texts[0]}
        </tspan>
        <tspan dx={6 * g.u}>{texts[1]}</tspan>
      </text>
      {d.half === undefined && !d.pinned && (
        <g className="fold-button" onClick={onToggle}>
          <title>{row.open ? 'Close it again' : 'Open into arrows'}</title>
          <rect className="press" x={chevron - 11 * g.u} width={22 * g.u} y={top} height={bottom - top} />
          <g transform={`translate(${chevron} ${16 * g.u}) rotate(${row.open ? 90 : 0})`}>
            <Sign name="chevron" x={-6.5 * g.u} y={-6.5 * g.u} size={13 * g.u} />
          </g>
        </g>
      )}
      <Gutter d={d} y={16 * g.u} row={row} previous={previous} />
    </>
  )
}

/** `1,204 packets, 12 missing, 31 s`. */
export function bandText(row: BandRow): string {
  return bandTexts(row).join(', ')
}

/** The same in parts, the most telling first. */
function bandTexts({ flow, lost, changed }: BandRow): string[] {
  const span = (flow.lastTime ?? 0) - (flow.firstTime ?? 0)
  const parts = [counted(flow.packets, 'packet')]
  if (lost !== undefined) parts.push(lost === 0 ? 'all arrived' : `${grouped(lost)} lost on the way`)
  else if (flow.missing > 0) parts.push(`${grouped(flow.missing)} missing`)
  if (changed !== undefined) parts.push(`${grouped(changed)} changed on the way`)
  if (flow.duplicates > 0) parts.push(`${grouped(flow.duplicates)} twice`)
  if (flow.protocol === 'esp' && flow.cipher === 'null') parts.push('not encrypted')
  if (span > 0) parts.push(duration(span))
  return parts
}
