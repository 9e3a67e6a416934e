import { resolve, sep } from 'node:path'
import { columns, wrapped } from '../text/columns.ts'
import { grouped } from '../text/figures.ts'
import type { Baseline, ComparedConversation, ComparedTurn, Measured } from '../trace/baseline/report.ts'
import { alikeSays, negotiationSays, shieldSays, span } from '../trace/baseline/words.ts'
import { onOneLine } from './output.ts'

/** Turns shown of one conversation; --json has all. */
const MOST = 40

/** Two paths by as much of their ends as tells them apart, by names alone where those differ. */
export function toldApart(one: string, other: string): readonly [string, string] {
  const [steps, others] = [resolve(one).split(sep), resolve(other).split(sep)]
  const most = Math.max(steps.length, others.length)
  for (let count = 1; count < most; count++) {
    const [a, b] = [steps.slice(-count).join(sep), others.slice(-count).join(sep)]
    if (a !== b) return [a, b]
  }
  return [one, other]
}

/** The comparison for a person. @param names of the two files */
export function baselineLines({ clear, secured, conversations, alone, notes }: Baseline, names: readonly string[]): string[] {
  const heads =
    clear === null || secured === null ? [] : [`in the clear: ${onOneLine(names[clear]!)}`, `under IPsec:  ${onOneLine(names[secured]!)}`]
  return [
    ...heads,
    ...conversations.flatMap(conversationLines),
    ...(alone.length ? ['', 'without a counterpart'] : []),
    ...alone
      .slice(0, MOST)
      .map(
        ({ trace, name, client, server, packets }) =>
          `  ${name}, ${client} to ${server}, ${grouped(packets)} packets, only in ${onOneLine(names[trace]!)}`,
      ),
    ...notes.flatMap((note, i) => [...(i === 0 && (heads.length || alone.length) ? [''] : []), ...wrapped(note, 110, '')]),
  ]
}

function conversationLines(one: ComparedConversation): string[] {
  const rows = one.turns.slice(0, MOST).map(turnCells)
  return [
    '',
    `${one.id} ${one.name}, ${one.client} to ${one.server}, ${shieldSays[one.shield]}`,
    ...wrapped(one.says, 108, '  '),
    ...(one.negotiation ? wrapped(negotiationSays(one.negotiation), 108, '  ') : []),
    '',
    ...columns([['turn', 'without', 'with', 'added', 'bytes', 'with', 'sent again', 'packets', 'with', ''], ...rows], [1, 2, 3, 4, 5, 6]),
    ...(one.turns.length > MOST ? [`  … ${one.turns.length - MOST} more turns`] : []),
    ...one.notes.flatMap(note => wrapped(note, 108, '  ')),
  ]
}

function turnCells({ says, alike, clear, secured, added }: ComparedTurn): string[] {
  const answering = added && Math.abs(added.answering) >= 0.005 ? `answer ${signed(added.answering)} by itself` : ''
  const resent = secured?.resent ? grouped(secured.resent) : ''
  const remark = [alike === null ? (clear ? 'only in the clear' : 'only under IPsec') : alikeSays[alike], answering]
  return [
    says.length > 34 ? `${says.slice(0, 33)}…` : says,
    ...[clear, secured].map(one => (one ? span(one.time) : '-')),
    added ? signed(added.time) : '-',
    ...[clear, secured].map(one => (one ? grouped(one.wire) : '-')),
    resent,
    ...[clear, secured].map(packetsOf),
    remark.filter(Boolean).join('; '),
  ]
}

function packetsOf(one: Measured | null): string {
  if (!one) return '-'
  const { packets } = one
  return packets.length === 1 ? `${packets[0]}` : `${packets[0]}-${packets.at(-1)}`
}

function signed(seconds: number): string {
  return Math.abs(seconds) < 0.00005 ? '0 ms' : `${seconds < 0 ? '−' : '+'}${span(seconds)}`
}
