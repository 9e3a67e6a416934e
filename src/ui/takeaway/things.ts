import { bareName } from '../../host/captureNames.ts'
import type { Session } from '../../host/protocol.ts'
import type { Finding, Report } from '../../trace/report.ts'
import { type Capture, captureAt, captureName, capturesOf } from '../captures.ts'
import { type Filter, packetsOf } from '../filter/filter.ts'
import type { Figure, Manner } from '../picture/figure.ts'

/** A file that was made to be taken away. */
export interface Made {
  readonly name: string
  readonly parts: readonly BlobPart[]
  readonly type: string
  /** Why to be careful with it. */
  readonly beware?: string
}

/** What files are made from. */
export interface Around {
  readonly session: Session
  readonly report: Report
  /** The ladder in view, where there is one. */
  readonly figure?: () => Figure
  readonly finding?: Finding
  /** What the page is narrowed to, where it is. */
  readonly filter?: Filter
  readonly negotiation?: string
  readonly manner: Manner
  /** `ikescope 0.1.0, 2024-05-01`. */
  readonly made: string
}

/** Something that can be taken away. What it takes to make it is loaded when it is asked for. */
export interface Thing {
  readonly id: string
  readonly name: string
  readonly says: string
  /** It is drawn: there must be a ladder. */
  readonly drawn?: true
  /** It is what a filter shows: there must be one. */
  readonly filtered?: true
  make(around: Around): Promise<readonly Made[]>
}

/** To add a thing: one entry. */
export const things: readonly Thing[] = [
  {
    id: 'html',
    name: 'Report',
    says: 'HTML, to mail or print',
    async make({ session, report, made, manner }) {
      const { handout } = await import('../handout/handout.tsx')
      return [{ name: `${stem(report)}.report.html`, parts: [await handout(session, report, made, manner)], type: 'text/html' }]
    },
  },
  {
    id: 'svg',
    name: 'Ladder as a drawing',
    says: 'SVG',
    drawn: true,
    async make({ report, figure }) {
      const { svgOf } = await import('../picture/svg.tsx')
      return [{ name: `${stem(report)}.ladder.svg`, parts: [svgOf([figure!()]).svg], type: 'image/svg+xml' }]
    },
  },
  {
    id: 'png',
    name: 'Ladder as a picture',
    says: 'PNG',
    drawn: true,
    async make({ report, figure }) {
      const { png } = await import('./png.ts')
      return [{ name: `${stem(report)}.ladder.png`, parts: [await png(figure!())], type: 'image/png' }]
    },
  },
  {
    id: 'text',
    name: 'Ladders as text',
    says: 'for a mail',
    async make({ report }) {
      const { textLadder } = await import('../../text/ladder/index.ts')
      return [{ name: `${stem(report)}.ladder.txt`, parts: [`${textLadder(report).join('\n')}\n`], type: 'text/plain' }]
    },
  },
  {
    id: 'json',
    name: 'All that was found',
    says: 'JSON',
    async make({ report }) {
      const { jsonLines } = await import('../../text/jsonLines.ts')
      return [{ name: `${stem(report)}.report.json`, parts: [...jsonLines({ ...report })], type: 'application/json' }]
    },
  },
  {
    id: 'cut',
    name: 'Packets that matter',
    says: 'pcapng, with comments',
    make: cutOut,
  },
  {
    id: 'shown',
    name: 'Packets that the filter shows',
    says: 'pcapng',
    filtered: true,
    make: shown,
  },
  {
    id: 'anonymised',
    name: 'Captures without names',
    says: 'addresses and contents replaced',
    make: withoutNames,
  },
]

async function cutOut({ session, report, finding, negotiation }: Around): Promise<Made[]> {
  const { messagesOf, tellingOf, wantedBy } = await import('../../cut/because.ts')
  const found = wantedBy(report, finding ? [finding] : tellingOf(report))
  const wanted = found.some(one => one.size > 0) ? found : messagesOf(report, negotiation)
  const files: Made[] = []
  for (const [trace, packets] of wanted.entries())
    if (packets.size > 0) files.push(await cutFrom(session, report, trace as 0 | 1, [...packets]))
  if (files.length === 0) throw new Error('no finding rests on packets of these captures, and there is no IKE in them')
  return files
}

async function shown({ session, report, filter }: Around): Promise<Made[]> {
  if (!filter) throw new Error('there is no filter')
  if (filter.searched < filter.of) throw new Error('not all packets have been searched yet')
  const files: Made[] = []
  for (const [one] of capturesOf(report)) {
    const packets = packetsOf(filter, one)
    if (packets.length > 0) files.push(await cutFrom(session, report, one, wordless(packets)))
  }
  if (files.length === 0) throw new Error('the filter shows no packet')
  return files
}

/** Packets that come without a comment. */
export function wordless(packets: readonly number[]): [packet: number, says: readonly string[]][] {
  return packets.map(packet => [packet, []])
}

/** Packets of one capture as a capture of their own. */
export async function cutFrom(session: Session, report: Report, of: Capture, wanted: Parameters<Session['cut']>[1]): Promise<Made> {
  const { bytes } = await session.cut(of, wanted)
  return { name: `${plain(captureAt(report, of)!.name)}${endOf(report, of)}.cut.pcapng`, parts: [bytes as BlobPart], type: capture }
}

async function withoutNames({ session, report }: Around): Promise<Made[]> {
  const { files, replaced } = await session.anonymised({ seed: crypto.randomUUID() })
  const list = JSON.stringify({ warning: KEEP, ...replaced }, null, 2)
  return [
    ...files.map(({ format, bytes }, trace) => ({
      name: `${files.length > 1 ? 'ab'[trace] : stem(report)}.anonymised.${format}`,
      parts: [bytes as BlobPart],
      type: capture,
    })),
    { name: 'do-not-share.replaced.json', parts: [`${list}\n`], type: 'application/json', beware: KEEP },
  ]
}

const capture = 'application/vnd.tcpdump.pcap'
const KEEP = 'Keep this file to yourself: whoever has it can undo the replacements.'

/** Several files may be called the same. */
function endOf(report: Report, of: Capture): string {
  const name = plain(captureAt(report, of)!.name)
  return capturesOf(report).some(([other, one]) => other !== of && plain(one.name) === name) ? `-${captureName(of).toLowerCase()}` : ''
}

/** What the captures are called, for the name of a file: `a-b`. */
function stem({ traces }: Report): string {
  return traces.map(({ name }) => plain(name)).join('-')
}

/** A name of a capture without its ending and what file systems do not like. */
function plain(name: string): string {
  const bare = bareName(name).replace(/[^\p{L}\p{N}._-]+/gu, '_')
  return bare.replace(/^[._-]+/, '').slice(0, 60) || 'capture'
}
