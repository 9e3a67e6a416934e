import { scaleLinear } from 'd3'
import { grouped } from '../../text/figures.ts'
import type { ComparedConversation, ComparedTurn, Measured } from '../../trace/baseline/report.ts'
import { alikeSays, span } from '../../trace/baseline/words.ts'

/** A bar as fractions of the room: where it begins and how long it is. */
export type Bar = readonly [from: number, length: number]

/** One line of the comparison: a turn, or the negotiation in front. */
export interface Line {
  readonly id: string
  readonly says: string
  readonly clear: Bar | null
  readonly secured: Bar | null
  /** The part of `secured` by which the server answered later by itself. */
  readonly answering: Bar | null
  readonly times: readonly [clear: string, secured: string]
  readonly added: string
  readonly bytes: string
  readonly resent: number
  /** First packets: in the clear, under IPsec. */
  readonly packets: readonly [clear: number | undefined, secured: number | undefined]
  readonly remark: string
}

/** Lines drawn of one conversation. */
export const MOST_LINES = 200

/** Lines of a conversation, their bars on one scale of time. */
export function lines({ turns, negotiation, total }: ComparedConversation): Line[] {
  const shown = turns.slice(0, MOST_LINES)
  const times = shown.flatMap(({ clear, secured }) => [clear?.time ?? 0, secured?.time ?? 0])
  const scale = scaleLinear([0, Math.max(total.negotiation, 1e-6, ...times)], [0, 1]).clamp(true)
  const inFront: Line[] =
    negotiation && negotiation.waited > 0
      ? [
          {
            ...{ id: 'negotiation', says: 'waited for the negotiation', clear: null, answering: null, remark: '' },
            secured: [0, scale(negotiation.waited)],
            times: ['', span(negotiation.waited)],
            added: signed(negotiation.waited),
            bytes: `+${grouped(negotiation.wire)}`,
            resent: negotiation.resent,
            packets: [undefined, negotiation.packets[0]],
          },
        ]
      : []
  return [...inFront, ...shown.map((turn, i) => lineOf(turn, `turn ${i}`, scale))]
}

function lineOf({ says, alike, clear, secured, added }: ComparedTurn, id: string, scale: (time: number) => number): Line {
  const bar = (one: Measured | null): Bar | null => one && [0, scale(one.time)]
  const later = added && secured && added.answering >= NOTICED ? Math.min(added.answering, secured.time) : 0
  const alone = clear ? 'only in the clear' : 'only under IPsec'
  const remarks = [
    alike === null ? alone : added ? alikeSays[alike] : 'only one half in one capture',
    added && Math.abs(added.answering) >= NOTICED
      ? `the server itself ${span(Math.abs(added.answering))} ${added.answering > 0 ? 'later' : 'sooner'}`
      : '',
  ]
  return {
    ...{ id, says, clear: bar(clear), secured: bar(secured) },
    answering: secured && later > 0 ? [scale(secured.time - later), scale(later)] : null,
    times: [clear ? span(clear.time) : '', secured ? span(secured.time) : ''],
    added: added ? signed(added.time) : '',
    bytes: added ? `${added.wire < 0 ? '−' : '+'}${grouped(Math.abs(added.wire))}` : '',
    resent: Math.max(0, secured?.resent ?? 0),
    packets: [clear?.packets[0], secured?.packets[0]],
    remark: remarks.filter(Boolean).join('; '),
  }
}

/** Seconds. */
const NOTICED = 0.005

/** `+83 ms`, `−1.2 ms`, `0 ms`. */
export function signed(seconds: number): string {
  if (Math.abs(seconds) < 0.00005) return '0 ms'
  return `${seconds < 0 ? '−' : '+'}${span(seconds)}`
}
