import type { Report } from '../../trace/report.ts'
import { furthest, type Lanes } from '../bothEnds/lanes.ts'
import { atRouter } from '../bothEnds/router.ts'
import type { Drawing } from '../ladder/drawing.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { type Ends, endsOf, endsOfBoth, type HostWords, hostWords } from '../ladder/hostWords.ts'
import { geometry, gutterWidth, type Layout, layout } from '../ladder/layout.ts'
import { nearSide } from '../ladder/nearSide.ts'
import { spanOf } from '../ladder/pauses.ts'
import type { Note } from '../notes/added.ts'
import { related, startFor, type TimeFormat } from '../time.ts'
import { letters } from './letters.ts'

/** Width of a picture, px. On an A4 page its letters are then as large as a book's. */
const WIDTH = 860

/** One ladder that can be drawn without a page: everything between two hosts. */
export interface Figure {
  readonly d: Drawing
  readonly layout: Layout
  readonly pair: HostPair
  readonly left: HostWords
  readonly right: HostWords
  /** What somebody calls the hosts, by address. */
  readonly names?: ReadonlyMap<string, string>
  /** Which captures it shows, and how its times are meant. */
  readonly caption: string
}

/** How a picture is drawn, where that is not as usual. */
export interface Manner {
  readonly times?: TimeFormat
  readonly names?: ReadonlyMap<string, string>
  /** What somebody wrote beside packets. */
  readonly notes?: readonly Note[]
}

/** What the page shows, whatever its text size. */
export function figureOf(report: Report, trace: 0 | 1, hosts: HostPair | Lanes, { rows }: Layout, manner: Manner): Figure {
  const laid = layout(rows, 1)
  return 'onA' in hosts ? bothFigure(report, hosts, laid, manner) : ladderFigure(report, trace, hosts, laid, manner)
}

/** The ladder of one trace. */
export function ladderFigure(report: Report, trace: 0 | 1, pair: HostPair, laid: Layout, { times = 'start', names }: Manner = {}): Figure {
  const about = report.traces[trace]!
  const shown = pair.negotiations[0]
  const near = nearSide(shown, pair, trace)
  const furthest = spanOf(about) ?? 0
  const g = geometry(WIDTH, 1, gutterWidth(String(about.packets).length, times, furthest))
  const ends = endsOf(shown, pair, trace, report.traces.length === 1)
  const d = { g, measure: letters, near, times, furthest, start: startFor(times, report, trace), pinned: true }
  return { d, layout: laid, pair, names, ...heads(pair, ends), caption: `${about.name}, ${timeWords(times, false, related(report))}` }
}

/** Both ends in one ladder. */
export function bothFigure(report: Report, hosts: Lanes, laid: Layout, { times = 'start', names }: Manner = {}): Figure {
  const [a, b] = report.traces
  const away = furthest(report, hosts)
  const gutter = gutterWidth(String(Math.max(a!.packets, b?.packets ?? 0)).length, times, away)
  const between = atRouter(report)
  const g = geometry(WIDTH, 1, gutter, gutter)
  const d = {
    g,
    measure: letters,
    both: true,
    times,
    furthest: away,
    start: startFor(times, report, 0),
    pinned: true,
    ...(between ? { between } : {}),
  }
  const files = `A: ${a!.name}, B: ${b?.name}${report.between ? `, R: ${report.between.name}` : ''}`
  return {
    d,
    layout: laid,
    pair: hosts,
    names,
    ...heads(hosts, endsOfBoth(report, hosts)),
    caption: `${files}, ${timeWords(times, true, related(report))}`,
  }
}

function heads(pair: HostPair, ends: Ends) {
  const [first] = pair.negotiations
  return { left: hostWords('left', pair, first, ends), right: hostWords('right', pair, first, ends) }
}

function timeWords(times: TimeFormat, both: boolean, clocks: boolean): string {
  if (times === 'clock') return clocks ? "times of A's clock" : "times of the capture's clock"
  if (times === 'clockB') return "times of B's clock"
  if (times === 'utc') return 'times in UTC'
  if (times === 'previous') return 'seconds since the row before'
  return both ? `seconds since ${clocks ? 'A' : 'each'} began` : 'seconds since the capture began'
}
