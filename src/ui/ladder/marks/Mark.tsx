import type { Drawing } from '../drawing.ts'
import type { Row } from '../row.ts'
import { BandMark } from './BandMark.tsx'
import { ContextMark } from './ContextMark.tsx'
import { DueMark, EdgeMark, IcmpMark, KeepaliveMark, PauseMark, StartMark } from './EventMarks.tsx'
import { FoldMark } from './FoldMark.tsx'
import { MessageMark } from './MessageMark.tsx'
import { NoteMark } from './NoteMark.tsx'
import { RestMark } from './RestMark.tsx'
import { SingleMark } from './SingleMark.tsx'

/** The drawing of a row: one mark for each kind. */
export function Mark({
  row,
  d,
  height,
  previous,
  onToggle,
}: {
  row: Row
  d: Drawing
  height: number
  previous?: number
  onToggle: () => void
}) {
  switch (row.kind) {
    case 'start':
    case 'port':
      return <StartMark d={d} row={row} />
    case 'message':
      return <MessageMark d={d} row={row} previous={previous} />
    case 'fold':
      return <FoldMark d={d} row={row} height={height} previous={previous} onToggle={onToggle} />
    case 'pause':
      return <PauseMark d={d} row={row} />
    case 'icmp':
      return <IcmpMark d={d} row={row} previous={previous} />
    case 'band':
      return <BandMark d={d} row={row} previous={previous} onToggle={onToggle} />
    case 'rest':
      return <RestMark d={d} row={row} />
    case 'single':
      return <SingleMark d={d} row={row} previous={previous} />
    case 'keepalive':
      return <KeepaliveMark d={d} row={row} previous={previous} />
    case 'context':
      return <ContextMark d={d} row={row} previous={previous} />
    case 'due':
      return <DueMark d={d} row={row} />
    case 'edge':
      return <EdgeMark d={d} row={row} />
    case 'note':
      return <NoteMark d={d} row={row} />
  }
}
