import { type Found, times } from '../../findings/finding.ts'
import { EARLY } from '../../findings/protected/badSpi.ts'
import { nameOf } from '../../findings/protected/protectedTraffic.ts'
import { firstSighting } from '../../model.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IpsecLife } from '../../protected/lifetime.ts'
import { Way } from '../ends.ts'
import { at, cited, endName, jointOf, other, type PairForm, type PairScene, passageOf, wayFrom } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** T1: who drops the packets, and, of an SA that was not agreed to the end, what became of the message that was due. */
export const badSpi: PairForm = (pair, alone) => {
  const early = ([0, 1] as const).flatMap(trace => pair.scenes[trace].lives.ipsec.flatMap(life => beforeThird(pair, trace, life)))
  const told = new Set(early.map(one => one.negotiation))
  const rest = alone.filter(one => !told.has(one.negotiation) && !(isEarly(one) && isAgreed(pair, one)))
  return [...early, ...perNegotiation(pair, rest).map(group => dropped(pair, joined(group)))]
}

/** One end misses the third message of a quick mode, or takes the wrong one for the host that waits for it. */
function isEarly({ title }: Found): boolean {
  return title.endsWith(EARLY)
}

/** Both together have the third message of every quick mode. */
function isAgreed(pair: PairScene, found: Found): boolean {
  const quick = jointOf(pair, found)?.course.exchanges.filter(one => one.exchangeType === QUICK) ?? []
  return quick.length > 0 && quick.every(({ messages }) => messages.some(one => one.position === 3))
}

/** At the responder: packets that arrived before the quick mode's third message, or while it was lost. RFC 2409 §5.5. */
function beforeThird(pair: PairScene, trace: 0 | 1, { sa }: IpsecLife): Found[] {
  const { child } = sa
  if (child?.exchange.exchangeType !== QUICK) return []
  const { starter, messages } = child.exchange
  const [flow] = sa.flows[opposite(starter)]
  const { packets, flows } = pair.lineup.rows[trace]
  if (!flow) return []
  const third = messages.find(one => one.position === 3)?.message
  const came = third && firstSighting(third)
  const early: number[] = []
  for (let one = 0; one < flows.length; one++) {
    if (flows.selector(one) !== flow.spi || pair.lineup.ends.way[trace][one] !== Way.receivedHere) continue
    for (const row of packets.rowsOfFlow(one)) if (!came || packets.time(row) < came.time) early.push(row)
  }
  const left = leftThird(pair, trace, messages[0]?.message.ike.messageId)
  if (early.length === 0 || (!came && !left)) return []
  const [from, to] = [endName(pair, other(trace)), endName(pair, trace)]
  const name = nameOf(flow)
  const base = {
    title: `${flow.source} uses ${name} before ${flow.destination} ${EARLY}`,
    negotiation: pair.joints.of.get(child.course.negotiation)?.id ?? null,
    otherwise: [],
    tryNext: [],
  }
  if (came) {
    const ahead = Math.round((came.time - packets.time(early[0]!)) * 1000)
    return [
      {
        ...base,
        severity: 'note',
        says: `${early.length === 1 ? 'One packet' : `${early.length} packets`} of ${name} reached ${to} before the quick mode's third message did, ${ahead} ms at most. ${to} has no SA for them yet and drops them; Windows logs event 4268, from Vista on 4965. Such a short race is harmless.`,
        confidence: 'certain',
        place: at(trace),
        because: ['The responder installs the SA when the third message comes; both were looked for at its own end.'],
        evidence: [...cited(trace, [came.packets[0]! - 1]), ...cited(trace, early)],
      },
    ]
  }
  const answered = sa.flows[starter].length > 0
  const sent = left!.length
  return [
    {
      ...base,
      severity: answered ? 'note' : 'warning',
      says: `${early.length} packets of ${name} reached ${to}, and the quick mode's third message never did: ${from} sent it ${times(sent)}, and no copy is in the capture at ${to}. Without it ${to} has no SA for this SPI and drops them all.`,
      confidence: answered ? 'possible' : 'certain',
      place: wayFrom(other(trace)),
      because: ['The responder installs the SA when the third message comes.', `It left ${from} and is not in the other capture.`],
      evidence: [...cited(other(trace), left!, 4), ...cited(trace, early)],
    },
  ]
}

const QUICK = 32

/** Rows of the third message as it left the initiator, when none of them arrived. */
function leftThird(pair: PairScene, responder: 0 | 1, messageId: number | undefined): number[] | undefined {
  const initiator = other(responder)
  for (const { exchanges } of pair.scenes[initiator].courses) {
    const exchange = exchanges.find(one => one.exchangeType === QUICK && one.messages[0]!.message.ike.messageId === messageId)
    const third = exchange?.messages.find(one => one.position === 3)?.message
    const rows = third?.transmissions.flatMap(one => one.sightings[0]!.packets[0]! - 1) ?? []
    const passages = rows.flatMap(row => passageOf(pair, initiator, row + 1) ?? [])
    if (passages.length && passages.every(one => one.sender === initiator && one.arrived !== 'yes')) return rows
  }
  return undefined
}

/** The receiver drops: it is there that the SA is missing. */
function dropped(pair: PairScene, found: Found): Found {
  const last = found.evidence.at(-1)
  const passage = last && passageOf(pair, last.trace, last.packet)
  return passage?.arrived === 'yes' ? { ...found, place: at(other(passage.sender)) } : found
}
