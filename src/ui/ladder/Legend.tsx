import { memo, type ReactNode } from 'react'
import type { Layout } from './layout.ts'
import { lostOf } from './marks/BandMark.tsx'
import { drawnPieces } from './marks/MessageMark.tsx'
import { isHere } from './pieces.ts'
import type { End, Row, Side } from './row.ts'

/** A shape, drawn in 26 by 10 px, and what it stands for. */
export interface Sample {
  readonly says: string
  readonly shape?: ReactNode
}

/** What the shapes of this ladder stand for; only those that occur. @param near one trace, taken at that lifeline */
export function samples(layout: Pick<Layout, 'rows'>, near?: Side): readonly Sample[] {
  const seen = new Set(layout.rows.flatMap(meaningsOf))
  const all = {
    ...shapes,
    arrived: { ...shapes.arrived, says: near ? 'seen, and answered' : 'arrived' },
    unknown: { says: layout.rows.some(row => row.seen) ? 'neither capture can know' : 'this capture cannot know' },
  }
  return (Object.keys(all) as (keyof typeof all)[]).filter(key => seen.has(key)).map(key => all[key])
}

type Meaning = End | 'again' | 'refuses' | 'changed'

/** What the shapes of a row stand for. */
function meaningsOf(row: Row): Meaning[] {
  const when = (is: unknown, meaning: Meaning) => (is ? [meaning] : [])
  switch (row.kind) {
    case 'message': {
      const pieces =
        row.pieces.length > 1 ? drawnPieces(row.pieces).filter(piece => typeof piece === 'object') : [{ packet: 0, end: row.end }]
      const ends = pieces.map(piece => (isHere(piece) ? (piece.end ?? row.end) : piece.end === 'lost' ? 'lost' : 'unknown'))
      return [
        ...ends,
        ...when(row.copy > 1 && row.end !== 'refused', 'again'),
        ...when(row.message.refuses !== undefined, 'refuses'),
        ...when(row.modified, 'changed'),
      ]
    }
    case 'fold':
      return ['again']
    case 'icmp':
      return [...when(row.refuses, 'refuses'), ...when(row.lost, 'lost')]
    case 'band':
      return when(lostOf(row) > 0, 'lost')
    case 'single':
      return [row.end, ...when(row.changed, 'changed')]
    default:
      return []
  }
}

const shapes = {
  arrived: {
    says: '',
    shape: (
      <>
        <path className="msg" d="M0 5H18" />
        <path className="head-mark" d="M25 5l-8-4.4v8.8z" />
      </>
    ),
  },
  again: {
    says: 'sent again',
    shape: (
      <>
        <path className="msg ag" d="M0 5H17" />
        <path className="head-mark ag" d="M25 5l-8-4.2v8.4z" />
      </>
    ),
  },
  unknown: { says: 'this capture cannot know' },
  lost: {
    says: 'lost',
    shape: (
      <>
        <path className="msg lo" d="M0 5H18" />
        <path className="cross" d="M17 1l8 8M25 1l-8 8" />
      </>
    ),
  },
  changed: {
    says: 'changed on the way',
    shape: (
      <>
        <path className="msg" d="M0 5H26" />
        <circle className="changed" cx="13" cy="5" r="6" />
        <path className="cross thin" d="M10 3.6h6M10 6.4h6M14.6 2l-3.2 6" />
      </>
    ),
  },
  refused: {
    says: 'refused',
    shape: (
      <>
        <path className="msg re" d="M0 5H21" />
        <path className="stop" d="M23 -1V11" />
      </>
    ),
  },
  refuses: {
    says: 'refuses',
    shape: (
      <>
        <path className="msg re" d="M0 5H18" />
        <path className="stop" d="M12 -1V11" />
        <path className="head-mark re" d="M25 5l-8-4.4v8.8z" />
      </>
    ),
  },
} satisfies Record<string, Sample>

/** The legend below a ladder. */
export const Legend = memo(function Legend({ layout, near }: { layout: Layout; near?: Side }) {
  return (
    <div className="legend" aria-hidden="true">
      {samples(layout, near).map(({ says, shape }) => (
        <span key={says}>
          {shape ? <svg>{shape}</svg> : <b>?</b>}
          {says}
        </span>
      ))}
    </div>
  )
})
