import type { Exchange, Message, Report, Transmission } from '../../trace/report.ts'

/**
 * What became of a sending, as far as both captures can tell: one that the other side answered arrived, though the capture there had
 * not begun; and where that capture dropped as many packets itself as it lacks, nobody knows which of them were lost on the way.
 */
export function tellable({ traces, pair }: Report): (exchange: Exchange, message: Message, one: Transmission) => Transmission['fate'] {
  const missing = [pair?.lostAtoB ?? 0, pair?.lostBtoA ?? 0]
  const isDoubtful = missing.map((lost, sender) => lost <= (traces[1 - sender]?.dropped ?? 0))
  return ({ messages }, message, one) => {
    const sender = one.way?.direction === 'b-to-a' ? 1 : 0
    if (one.fate !== 'unknown' && !(one.fate === 'lost' && isDoubtful[sender])) return one.fate
    const isAnswered = messages.slice(messages.indexOf(message) + 1).some(({ from }) => from !== message.from)
    return isAnswered && one === message.transmissions.at(-1) ? 'delivered' : 'unknown'
  }
}
