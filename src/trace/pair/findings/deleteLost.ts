import type { Found } from '../../findings/finding.ts'
import { drops, ENDS_SUCH, isRead, lateUse, notThis, stillHeld, underNoAnswer } from '../../findings/protected/deleteLost.ts'
import { nameOf } from '../../findings/protected/protectedTraffic.ts'
import type { Delete } from '../../negotiation/deletes.ts'
import type { IpsecLife } from '../../protected/lifetime.ts'
import { onClockOfA } from '../clock.ts'
import { Way } from '../ends.ts'
import { at, cited, endName, other, type PairForm, type PairScene, passageOf, wayFrom } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** T4: the delete is in one trace and not in the other; or it arrived and was not obeyed. */
export const deleteLost: PairForm = (pair, alone) => {
  const lost = ([0, 1] as const).flatMap(trace => lostDeletes(pair, trace))
  const told = new Set(lost.map(one => one.negotiation))
  return [
    ...lost,
    ...perNegotiation(
      pair,
      alone.filter(one => !told.has(one.negotiation)),
    ).map(group => arrived(pair, group)),
  ]
}

/** Deletes that left at one end, of which no copy is in the other trace; both captures ran. */
function lostDeletes(pair: PairScene, trace: 0 | 1): Found[] {
  return pair.scenes[trace].lives.ipsec.flatMap(life => {
    const { deletedBy: ended } = life
    if (!ended || !isLost(pair, trace, ended)) return []
    const rows = sentAfter(pair, other(trace), life, ended)
    const [flow] = life.sa.flows[ended.by]
    if (rows.length === 0 || !flow) return endedToo(pair, trace, ended) ? [] : [unheard(pair, trace, ended)]
    const found = lateUse(pair.scenes[trace], { ended, inferred: life.sa.inferred, flow, rows })
    return [
      {
        ...found,
        title: `${flow.source} goes on sending on an SA that ${flow.destination} ${isSure(ended) ? 'has' : 'seems to have'} deleted`,
        negotiation: idOf(pair, ended),
        confidence: isSure(ended) ? 'certain' : 'likely',
        place: wayFrom(trace),
        says: `${endName(pair, trace, ended.message.negotiation)} sent a message that ${isRead(ended) ? 'is' : 'looks like'} a delete; it is not in the capture at ${endName(pair, other(trace), ended.message.negotiation)}: lost on the way. ${flow.source} does not know of it and sent ${rows.length} more packets of ${nameOf(flow)}. ${drops(isSure(ended), flow)}`,
        evidence: [...cited(trace, packetsOf(ended), 4), ...cited(other(trace), rows)],
        otherwise: isSure(ended) ? [] : [notThis(ended), stillHeld(flow)],
        tryNext: [ENDS_SUCH],
      } satisfies Found,
    ]
  })
}

function unheard(pair: PairScene, trace: 0 | 1, ended: Delete): Found {
  const [from, to] = [endName(pair, trace, ended.message.negotiation), endName(pair, other(trace), ended.message.negotiation)]
  return {
    ...underNoAnswer(pair.scenes[trace], ended),
    severity: 'note',
    title: `${to} does not hear that ${from} ${isSure(ended) ? 'has' : 'seems to have'} deleted an SA`,
    says: `The message that ${isRead(ended) ? 'is' : 'looks like'} a delete left ${from} and is not in the capture at ${to}: lost on the way. Nothing was sent on that SA afterwards, so no harm is seen; what ${to} would send on it, ${from} would drop.`,
    confidence: isSure(ended) ? 'certain' : 'likely',
    place: wayFrom(trace),
    negotiation: idOf(pair, ended),
    because: [`The delete was told from this: ${ended.because}.`],
    evidence: cited(trace, packetsOf(ended), 4),
    otherwise: isSure(ended) ? [] : [notThis(ended)],
    tryNext: [ENDS_SUCH],
  }
}

function arrived(pair: PairScene, group: readonly Found[]): Found {
  const found = joined(group)
  const [first] = found.evidence
  const passage = first && passageOf(pair, first.trace, first.packet)
  return passage?.arrived === 'yes'
    ? { ...found, place: at(other(passage.sender)), says: `${found.says} It did arrive, as the other capture shows.` }
    : found
}

/** And of which SA, where its answer says it. */
function isSure(ended: Delete): boolean {
  return isRead(ended) && ended.confidence !== 'possible'
}

function packetsOf({ message }: Delete): number[] {
  return message.transmissions.flatMap(one => one.sightings.map(sighting => sighting.packets[0]! - 1))
}

function isLost(pair: PairScene, trace: 0 | 1, ended: Delete): boolean {
  const passages = packetsOf(ended).flatMap(row => passageOf(pair, trace, row + 1) ?? [])
  return passages.some(one => one.arrived === 'no') && passages.every(one => one.sender === trace && one.arrived !== 'yes')
}

/** Rows that the other end sent on the SA after the last copy of the delete had left, by the common clock. */
function sentAfter({ lineup }: PairScene, sender: 0 | 1, { sa }: IpsecLife, ended: Delete): number[] {
  const { packets, flows } = lineup.rows[sender]
  const spis = new Set(sa.flows[ended.by].map(flow => flow.spi))
  const found: number[] = []
  for (let flow = 0; flow < flows.length; flow++) {
    if (!spis.has(flows.selector(flow)) || lineup.ends.way[sender][flow] !== Way.sentHere) continue
    for (const row of packets.rowsOfFlow(flow)) if (isAfter(packets.time(row))) found.push(row)
  }
  return found.sort((x, y) => x - y)

  function isAfter(time: number): boolean {
    const [sent, left] = [onClockOfA(lineup.clock, sender, time), onClockOfA(lineup.clock, other(sender), ended.lastTime)]
    return sent !== undefined && left !== undefined && sent > left + lineup.timing.slack
  }
}

/** The other end deleted something of that negotiation itself: it does not go on believing. */
function endedToo(pair: PairScene, trace: 0 | 1, ended: Delete): boolean {
  const joint = pair.joints.of.get(ended.message.negotiation)
  return pair.scenes[other(trace)].lives.deletes.some(
    one => pair.joints.of.get(one.message.negotiation) === joint && passageOf(pair, other(trace), one.packet)?.sender === other(trace),
  )
}

function idOf({ joints }: PairScene, { message }: Delete): string | null {
  return joints.of.get(message.negotiation)?.id ?? null
}
