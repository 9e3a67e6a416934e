import { Kind } from '../../../dissectors/sort.ts'
import { countWhile } from '../../packets/ascending.ts'
import type { Packets } from '../../packets/packets.ts'
import { mayBeAnswer } from '../../protected/clearAnswers.ts'
import type { ClearTalk } from '../../protected/clearText.ts'
import type { Flow } from '../../protected/flow.ts'
import { courseBetween, rowsOf } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { isUnheard } from './unheardPeer.ts'

// Which packets an SA is for is agreed under encryption, so a packet in the clear is no fault by itself: policies leave
// services, ports and hosts out. Two things show that it should have been secured: it answers what went the other way
// protected; or the same service of the same hosts was seen inside the tunnel before.

/** T3: in the clear, while an SA stands that should have carried it. Windows logs event 4284, from Vista on 4963. */
export const clearTextWhileProtected: Rule = {
  id: 'clear-text-while-protected',
  scenario: 'T3',
  goesByTime: true,
  explains: ['esp-one-way', 'esp-blocked'],
  find: scene => scene.clearTalks.flatMap(talk => during(scene, talk)),
}

const PACKETS = 2

function during(scene: Scene, talk: ClearTalk): Found[] {
  if (!talk.sameService && !mayAnswer(talk)) return []
  const { packets } = scene.trace
  const isAlong = whileCarried(talk.along)
  const isAgainst = whileCarried(talk.against)
  const within = Array.from(talk.rows).filter(row => isAlong(packets.time(row)) || isAgainst(packets.time(row)))
  if (within.length < PACKETS) return []
  const answers = answersOf(scene, talk, within)
  const mixed = talk.sameService && within.every(row => isAlong(packets.time(row))) && !isProtectedNext(scene, talk, within)
  if ((answers.length < PACKETS && !mixed) || mayBeUnseen(scene, talk)) return []
  const rows = mixed ? within : answers
  const course = courseBetween(scene, (talk.along[0] ?? talk.against[0])!)
  // As many protected ones are missing that way: these may be what was in them.
  const missing = talk.inside ? talk.along.reduce((sum, flow) => sum + flow.missing, 0) : 0
  const isDoubtful = missing >= rows.length
  return [
    {
      severity: isDoubtful ? 'note' : 'warning',
      title: `${talk.source} sends ${talk.what} to ${talk.destination} in the clear, although an SA stands`,
      says: `${rows.length} packets (${talk.what}) go from ${talk.source} to ${talk.destination} unprotected while protected packets pass between the same two. ${talk.isOneWay ? `Only this direction is in the clear: what they answer came protected. A receiver whose policy asks for security drops them.` : 'The same service was seen inside the tunnel.'}`,
      confidence: isDoubtful ? 'possible' : 'likely',
      place: 'unknown',
      negotiation: course ? idOf(course) : null,
      because: [
        answers.length >= PACKETS
          ? `Each stands right behind a protected packet the other way that is larger by what protection adds.`
          : 'The same service of these hosts was seen decrypted from protected packets.',
      ],
      evidence: packetsAsEvidence(rows.map(row => row + 1)),
      otherwise: [
        ...(isDoubtful
          ? [`They are decrypted copies of protected packets that this capture missed: ${missing} of ${talk.source}'s way are not here.`]
          : []),
        `A more specific policy of ${talk.source} leaves this service out.`,
        'The capture shows packets before they are protected.',
        'Somebody else sends packets with this source address.',
      ],
      tryNext: [`Compare the policies of both ends: look at ${talk.source} for a permit rule or a missing policy for ${talk.what}.`],
    },
  ]
}

/** Hosts behind a tunnel, of whose far end the capture has nothing: what it shows in the clear may be what came in protected. */
function mayBeUnseen(scene: Scene, { inside, along, against }: ClearTalk): boolean {
  return inside && along.length === 0 && against.every(flow => isUnheard(scene, flow))
}

const spans = new WeakMap<readonly Flow[], (time: number) => boolean>()

/** Whether a moment lies between the first and the last packet of one of these flows. */
function whileCarried(flows: readonly Flow[]): (time: number) => boolean {
  const known = spans.get(flows)
  if (known) return known
  const merged: [number, number][] = []
  for (const { firstTime, lastTime } of flows.toSorted((a, b) => a.firstTime - b.firstTime)) {
    const last = merged.at(-1)
    if (last && firstTime < last[1]) last[1] = Math.max(last[1], lastTime)
    else merged.push([firstTime, lastTime])
  }
  const is = (time: number) => merged.some(([from, to]) => from < time && time < to)
  spans.set(flows, is)
  return is
}

/** Most are followed at once by a protected packet the same way: a gateway's capture shows what it is about to protect. */
function isProtectedNext({ trace: { packets } }: Scene, talk: ClearTalk, rows: readonly number[]): boolean {
  const shields = rowsOfEach(packets, talk.along)
  const followed = rows.filter(row => {
    const next = nextOf(packets, shields, row)
    return next !== undefined && packets.time(next) - packets.time(row) <= AT_ONCE
  })
  return followed.length * 2 >= rows.length
}

const known = new WeakMap<Flow, Uint32Array>()

/** Rows of each of these flows, in the order of their capture. */
function rowsOfEach(packets: Packets, flows: readonly Flow[]): Uint32Array[] {
  return flows.map(flow => {
    const rows = known.get(flow) ?? rowsOf(packets, flow)
    known.set(flow, rows)
    return rows
  })
}

/** How many of a flow's rows were captured before a row. */
function before(packets: Packets, rows: Uint32Array, row: number): number {
  const place = packets.place(row)
  return countWhile(rows.length, at => packets.place(rows[at]!) < place)
}

/** The first row of any of the flows that was not captured before a row. */
function nextOf(packets: Packets, flows: readonly Uint32Array[], row: number): number | undefined {
  let next = Number.POSITIVE_INFINITY
  for (const rows of flows) next = Math.min(next, placeOf(packets, rows[before(packets, rows, row)]) ?? next)
  return next === Number.POSITIVE_INFINITY ? undefined : packets.at(next)
}

/** The last row of any of the flows that was captured before a row. */
function lastOf(packets: Packets, flows: readonly Uint32Array[], row: number): number | undefined {
  let last = -1
  for (const rows of flows) last = Math.max(last, placeOf(packets, rows[before(packets, rows, row) - 1]) ?? last)
  return last < 0 ? undefined : packets.at(last)
}

function placeOf(packets: Packets, row: number | undefined): number | undefined {
  return row === undefined ? undefined : packets.place(row)
}

/** Seconds. */
const AT_ONCE = 0.02

/** One way only, of a service whose answers come at once. */
function mayAnswer({ isOneWay, what }: ClearTalk): boolean {
  return isOneWay && !what.startsWith('UDP')
}

/** Packets one way in the clear, each at once behind a protected one the other way that fits it in size. */
function answersOf(scene: Scene, talk: ClearTalk, rows: readonly number[]): number[] {
  if (!mayAnswer(talk)) return []
  const { packets } = scene.trace
  const asked = rowsOfEach(packets, talk.against)
  const answers = rows.filter(row => {
    if (packets.kind(row) === Kind.tcpControl && !mayBeAnswer(packets.flows, packets.flow(row))) return false
    const question = lastOf(packets, asked, row)
    if (question === undefined || packets.time(row) - packets.time(question) > ANSWER) return false
    const more = packets.ipLength(question) - packets.ipLength(row)
    return talk.what === 'ping' ? more >= LEAST_OVERHEAD && more <= MOST_OVERHEAD : true
  })
  return answers.length >= rows.length * MOSTLY ? answers : []
}

const ANSWER = 1
const MOSTLY = 0.8
/** Octets by which a protected packet is larger: transport mode with the shortest ICV; tunnel mode over IPv6 with the longest. */
const LEAST_OVERHEAD = 10
const MOST_OVERHEAD = 140
