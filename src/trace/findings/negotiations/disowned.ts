import type { Message } from '../../model.ts'
import { errorNotify } from '../../negotiation/header.ts'
import { countWhile } from '../../packets/ascending.ts'
import type { Flow } from '../../protected/flow.ts'
import { saOf } from '../../protected/flowOverhead.ts'
import { route } from '../addresses.ts'
import { flowUnder, rowsOf } from '../espPairs.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Scene, times } from '../finding.ts'
import { nameOf } from '../protected/protectedTraffic.ts'
import { listed } from '../wording.ts'
import { Refusals, refusalName, refuses } from './refusal.ts'

/** A host says of an SA that it does not know it: of the one that its negotiation made, or, outside of any, of whose packets came to it. */
export function disowned(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const said = course.notices.find(m => refuses(m, Refusals.lostState))
    if (!said) return []
    const { from, to } = route(said)
    const { says, cited, negotiation } =
      course.verdict.reason === 'no negotiation'
        ? outsideOfAny(scene, course.negotiation.messages, from, to)
        : {
            says: `${from} answered with ${refusalName(said)}: ${LOST} of that SA, as after a restart, while ${to} still uses it.`,
            cited: evidence([...course.negotiation.messages.filter(m => m.side !== said.side).slice(-1), said]),
            negotiation: undefined,
          }
    return [
      {
        severity: 'warning' as const,
        title: `${from} does not know the SA that ${to} uses`,
        says,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: negotiation ?? idOf(course),
        because: ['The notify stands in the clear.'],
        evidence: cited,
        otherwise: [
          `${from} had deleted the SA, and the delete did not reach ${to}.`,
          'The notify is not signed: another device could have sent it in that name.',
        ],
        tryNext: [`Look whether ${from} was restarted at this moment.`],
      },
    ]
  })
}

const LOST = 'it has lost the state'

/** What lone notices say: about packets of ESP or AH that came before, or about what is not here. */
function outsideOfAny(scene: Scene, said: readonly Message[], from: string, to: string) {
  const [first] = said as [Message, ...Message[]]
  const spis = [...new Set(said.flatMap(spiIn))]
  const flows = spis.flatMap(spi => flowUnder(scene, { source: to, destination: from }, Number.parseInt(spi, 16)) ?? [])
  const sendings = said.reduce((sum, { transmissions }) => sum + transmissions.length, 0)
  const answers = `${from} answered ${sendings === 1 ? '' : `${times(sendings)} `}with ${refusalName(first)}`
  const about =
    flows.length > 0
      ? `${answers} to packets of ${listed(flows.map(nameOf))}: ${LOST} of ${flows.length === 1 ? 'that SA' : 'those SAs'}, as after a restart, while ${to} still uses ${flows.length === 1 ? 'it' : 'them'}.`
      : `${answers} to what ${to} sent${spis.length > 0 ? ` on SPI ${listed(spis)}` : ''}: it has no such SA, or none any more, as after a restart. What was answered is not in this capture.`
  return {
    says: `${about} That is no negotiation; nobody answers it.`,
    cited: [...packetsAsEvidence(flows.flatMap(flow => packetBefore(scene, flow, first)).slice(0, 1)), ...evidence(said)],
    negotiation: madeBy(scene, flows[0]),
  }
}

/** The SPI of ESP or AH that an INVALID-SPI or INVALID_SPI names. RFC 2408 §3.14, RFC 7296 §1.5. */
function spiIn({ ike }: Message): string[] {
  const notify = errorNotify(ike)
  if (notify?.notifyType !== INVALID_SPI) return []
  const spi = ike.majorVersion === 2 ? Array.from(notify.data, octet => octet.toString(16).padStart(2, '0')).join('') : notify.spi
  return spi.length === 8 ? [spi] : []
}

const INVALID_SPI = 11

/** The last packet of a flow that came before the notice. */
function packetBefore({ trace: { packets } }: Scene, flow: Flow, { first }: Message): number[] {
  const rows = rowsOf(packets, flow)
  const before = countWhile(rows.length, i => rows[i]! + 1 < (first?.packets[0] ?? 0))
  return before > 0 ? [rows[before - 1]! + 1] : []
}

/** The negotiation that made the SA of a flow, if it is here. */
function madeBy({ ipsecSas }: Scene, flow: Flow | undefined): string | undefined {
  const child = flow && saOf(ipsecSas, flow)?.child
  return child && idOf(child.course)
}
