import type { Negotiation, Report, Transmission } from '../../../src/trace/report.ts'

/**
 * A report as a ladder in a few words, one line for each sending, for tests to compare:
 *
 *     N1 main established, pre-shared key
 *     #3    0.000  → MM1  SA VID
 *     #6    4.001  → MM1  again
 */
export function ladder(report: Report): string {
  return report.negotiations.map(ladderOf).join('\n\n')
}

/** One negotiation of it. */
export function ladderOf(negotiation: Negotiation): string {
  const { id, mode, outcome, authentication } = negotiation
  const title = `${id} ${mode} ${outcome}${authentication ? `, ${authentication}` : ''}`
  const lines: { packet: number; text: string }[] = []
  for (const exchange of negotiation.exchanges) {
    for (const message of exchange.messages) {
      const arrow = message.from === 'initiator' ? '→' : '←'
      for (const transmission of message.transmissions) {
        const [first] = transmission.sightings
        const what = transmission.retransmission ? 'again' : payloads(message.payloads, message.encrypted)
        const text = `${packets(transmission)} ${first!.time.toFixed(3).padStart(8)}  ${arrow} ${message.name}  ${what}${marks(transmission)}`
        lines.push({ packet: first!.packets[0]!, text })
      }
    }
  }
  lines.sort((a, b) => a.packet - b.packet)
  return [title, ...lines.map(line => line.text)].join('\n')
}

/** How its exchanges ended: `Main Mode complete, Quick Mode unanswered`. */
export function exchanges(negotiation: Negotiation): string {
  return negotiation.exchanges.map(e => `${e.type} ${e.outcome}`).join(', ')
}

function packets({ sightings }: Transmission): string {
  return sightings
    .map(s => `#${s.packets.join('+')}`)
    .join('=')
    .padEnd(6)
}

function payloads(names: readonly string[], encrypted: boolean): string {
  return (encrypted ? '*' : '') + names.join(' ')
}

function marks({ sightings }: Transmission): string {
  return sightings.some(s => s.complete) ? '' : '  …'
}
