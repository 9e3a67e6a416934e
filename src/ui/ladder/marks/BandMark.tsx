import { counted, grouped } from '../../../text/figures.ts'
import { Sign } from '../../icons.tsx'
import { duration } from '../../time.ts'
import { type Drawing, heading, toned } from '../drawing.ts'
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
  const parts = partsFor(room, bandTexts(row), d.measure)
  return (
    <>
      <rect className={`band${clear}`} x={g.left} width={g.right - g.left} y={top} height={bottom - top} />
      <line className={`band-edge${clear}`} x1={g.left} x2={g.right} y1={top} y2={top} />
      <line className={`band-edge${clear}`} x1={g.left} x2={g.right} y1={bottom} y2={bottom} />
      {wayOf(row).map(([share, mark]) => (
        <path
          key={share}
          className={mark === 'cross' ? mark : `band-way${clear}`}
          transform={`translate(${along(g, from, share)} ${16 * g.u}) scale(${way * g.u} ${g.u})`}
          d={mark === 'cross' ? 'M-4 -4L4 4M4 -4L-4 4' : 'M-3 -5L3 0L-3 5'}
        />
      ))}
      <text className={way === 1 ? '' : 'e'} x={x} y={20.5 * g.u}>
        <tspan className="n">{name}</tspan>
        <tspan className="mono" dx={4 * g.u}>
          {` ${flow.spi} `}
        </tspan>
        {runsOf(parts).map(({ text, trouble }, i) => (
          <tspan
            key={text}
            dx={i === 0 ? 6 * g.u : undefined}
            className={trouble && toned('trouble', trouble === 'refused' ? 're' : 'fine')}
          >
            {text}
          </tspan>
        ))}
      </text>
      {!d.pinned && (
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

/** Which way it goes, by shares of the way; with a cross among the marks where packets were lost, and none behind it where all were. */
function wayOf(row: BandRow): (readonly [share: number, mark: 'on' | 'cross'])[] {
  const lost = lostOf(row)
  const marks = [
    [0.86, 'on'],
    [0.89, lost > 0 ? 'cross' : 'on'],
    [0.92, 'on'],
  ] as const
  return marks.slice(0, lost > 0 && lost === row.sent ? 2 : 3)
}

/** Packets lost on the way without a word about it. */
export function lostOf({ lost = 0, refused = 0 }: BandRow): number {
  return lost - refused
}

/** `1,204 packets, 12 missing, 31 s`. */
export function bandText(row: BandRow): string {
  return bandTexts(row)
    .map(part => part.text)
    .join(', ')
}

/** Some words of a band; `trouble` is drawn so that nobody takes the band for a sound one. */
interface Part {
  readonly text: string
  readonly trouble?: 'lost' | 'refused'
  /** Where there is no room for the text. */
  readonly short?: string
}

/** What fits of a band's words: the end goes first. Trouble stays, in short if need be, and how long it went on as long as it can. */
function partsFor(room: number, all: readonly Part[], measure: Drawing['measure']): readonly Part[] {
  const fits = (parts: readonly Part[]) => measure(parts.map(part => part.text).join(', '), false) <= room
  const least = Math.max(1, 1 + all.findLastIndex(part => part.trouble))
  const short = all.map(part => ({ ...part, text: part.short ?? part.text }))
  const needed = short.filter((_, i) => i < least || i === all.length - 1)
  const prefixes = all.flatMap((_, i) => (i < least ? [] : [all.slice(0, i)])).reverse()
  const hasTrouble = all.some(part => part.trouble)
  const choices = [all, ...(hasTrouble ? [short, needed] : []), ...prefixes, short.slice(0, least)]
  return choices.find(fits) ?? (hasTrouble ? short.filter(part => part.trouble) : short.slice(0, 1))
}

/** Neighbours that look alike are one text. */
function runsOf(parts: readonly Part[]): Part[] {
  const runs: Part[] = []
  for (const [i, part] of parts.entries()) {
    const last = runs.at(-1)
    if (last && last.trouble === part.trouble) runs[runs.length - 1] = { ...part, text: `${last.text}, ${part.text}` }
    else if (last && part.trouble) runs.splice(-1, 1, { ...last, text: `${last.text}, ` }, part)
    else runs.push({ ...part, text: i === 0 ? part.text : `, ${part.text}` })
  }
  return runs
}

/** The same in parts, the most telling first. */
function bandTexts(row: BandRow): Part[] {
  const { flow, lost, refused = 0, changed, arrived } = row
  // The capture of the end that sent them may lack some.
  const most = arrived && arrived.packets - arrived.duplicates > flow.packets ? arrived : flow
  const span = (most.lastTime ?? 0) - (most.firstTime ?? 0)
  const parts: Part[] = [{ text: counted(most.packets - (most === flow ? 0 : most.duplicates), 'packet') }]
  const gone = lostOf(row)
  if (gone > 0) parts.push({ text: `${grouped(gone)} lost on the way`, trouble: 'lost', short: `${grouped(gone)} lost` })
  if (refused > 0) parts.push({ text: `${grouped(refused)} refused on the way`, trouble: 'refused', short: `${grouped(refused)} refused` })
  if (lost === 0) parts.push({ text: 'all arrived' })
  else if (lost === undefined && flow.missing > 0) parts.push({ text: `${grouped(flow.missing)} missing` })
  if (changed !== undefined)
    parts.push({ text: `${grouped(changed)} changed on the way`, trouble: 'lost', short: `${grouped(changed)} changed` })
  if (flow.duplicates > 0) parts.push({ text: `${grouped(flow.duplicates)} twice` })
  if (flow.protocol === 'esp' && flow.cipher === 'null') parts.push({ text: 'not encrypted' })
  if (span > 0) parts.push({ text: duration(span) })
  return parts
}
