import type { Negotiation } from '../../trace/report.ts'
import { authenticationOf, modeName } from '../case/names.ts'
import { each, type Slices } from '../slices.ts'
import type { HostPair } from './hostPairs.ts'
import type { MessageRow, PortRow, Row, Seen } from './row.ts'

/** Puts a heading where a negotiation begins, moves to another port, or goes on after another one. */
export function* headed(rows: readonly Row[], pair: HostPair): Slices<Row[]> {
  const negotiations = new Map(pair.negotiations.map(negotiation => [negotiation.id, negotiation]))
  const ports = new Map<string, number>()
  const all: Row[] = []
  const spoken = new Map<string, Spoken>()
  let now: string | undefined
  yield* each(rows, row => {
    const negotiation = row.kind === 'message' ? negotiations.get(row.negotiation ?? '') : undefined
    if (negotiation && row.kind === 'message') {
      const { id } = negotiation
      const before = ports.get(id)
      const { port } = row
      if (now !== id) {
        const begun = ports.has(id)
        const title = begun ? `${modeName(negotiation, id)} goes on` : titleOf(negotiation, pair.negotiations.length > 1)
        all.push({
          kind: 'start',
          id: `start ${row.id}`,
          time: row.time,
          packets: [],
          negotiation: id,
          title,
          again: begun,
          ...(begun ? {} : { port }),
        })
      }
      if (before !== undefined && before !== port) {
        all.push({ kind: 'port', id: `port ${row.id}`, time: row.time, packets: [], negotiation: id, port, says: '', from: row.from })
      }
      ports.set(id, port)
      now = id
      note(spoken, `${id} ${port}`, row)
    }
    all.push(row)
  })
  return all.map(row => {
    const said = row.kind === 'port' ? spoken.get(`${row.negotiation} ${row.port}`) : undefined
    return row.kind === 'port' && said ? told(row, said) : row
  })
}

/** `Main Mode, pre-shared key`; where there are several, with the name that others are told by: `Main Mode N2, pre-shared key`. */
function titleOf(negotiation: Negotiation, named: boolean): string {
  return [modeName(negotiation, named ? negotiation.id : undefined), authenticationOf(negotiation)].filter(Boolean).join(', ')
}

/** Who spoke on a port of a negotiation, and when each capture first saw that. */
interface Spoken {
  readonly by: Set<Role>
  readonly at: readonly [Set<Role>, Set<Role>]
  seen?: [Seen | undefined, Seen | undefined]
}

type Role = MessageRow['message']['from']

function note(spoken: Map<string, Spoken>, key: string, { message, seen }: MessageRow): void {
  const known = spoken.get(key) ?? { by: new Set(), at: [new Set(), new Set()] }
  spoken.set(key, known)
  known.by.add(message.from)
  if (!seen) return
  for (const trace of [0, 1] as const) if (seen[trace]) known.at[trace].add(message.from)
  known.seen = [known.seen?.[0] ?? seen[0], known.seen?.[1] ?? seen[1]]
}

/** Only who spoke on a port is said to have moved there; each capture says of whom it saw it. */
function told(row: PortRow, { by, at, seen }: Spoken): PortRow {
  const says = movesTo(by, row.port)
  if (!seen) return { ...row, says }
  return { ...row, says, saysAt: [movesTo(at[0], row.port), movesTo(at[1], row.port)], seen: [headless(seen[0]), headless(seen[1])] }
}

function movesTo(who: ReadonlySet<Role>, port: number): string {
  const [one, other] = who
  return `${other ? 'the peers move' : `the ${one ?? 'negotiation'} moves`} to ${port === 4500 ? 'the port that crosses a NAT' : 'another port'}`
}

/** A heading has no packets of its own. */
function headless(seen: Seen | undefined): Seen | undefined {
  return seen && { packets: [], time: seen.time }
}
