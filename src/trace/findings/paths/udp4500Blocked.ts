import { firstSighting, lastTime, type Message } from '../../model.ts'
import { isAtReceiver } from '../../negotiation/arrival.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, type Rule, type Scene, times } from '../finding.ts'
import { returnedBy } from '../negotiations/returned.ts'
import { asLongAsWaited, unheard } from '../waiting.ts'
import { expiredReassemblies } from './lostFragments.ts'

/** The newest kind of exchange before the identities. */
const NEW_KIND = 'IKE_INTERMEDIATE, RFC 9242'

/** A2: port 500 is answered, port 4500 is not. RFC 3947 §4, RFC 7296 §2.23. */
export const udp4500Blocked: Rule = {
  id: 'udp-4500-blocked',
  scenario: 'A2',
  rests: 'waiting',
  explains: ['no-answer', 'resends-last-good-message'],
  find,
}

function find(scene: Scene): Found[] {
  const { courses, end } = scene
  return courses.flatMap(course => {
    const waits = course.isRepeated ? unheard(course) : undefined
    if (!waits || waits.message.transmissions.length < 2) return []
    const { message, name } = waits
    // It arrived on port 4500, or somebody says what became of it.
    if (isAtReceiver(course, message) || returnedBy(scene, [message]) || hadPart(scene, message)) return []
    // What travels in fragments may have failed for that.
    if (message.transmissions.every(t => t.sightings[0]!.carriage === 'ip-fragments')) return []
    const on4500 = (m: typeof message) => firstSighting(m).destination.port === 4500
    const earlier = course.negotiation.messages.filter(m => m !== message)
    const answered = earlier.filter(m => m.side !== message.side && firstSighting(m).source.port === 500)
    if (!on4500(message) || answered.length === 0 || earlier.some(m => m.side !== message.side && firstSighting(m).source.port === 4500))
      return []
    const { from, to } = route(message)
    const again = earlier.find(m => m.side !== message.side && lastTime(m) > firstSighting(message).time)
    // Pieces that IKE made are as large as the path is thought to let pass: their size may be at fault as well as the port.
    const inPieces = message.transmissions.every(t => t.sightings[0]!.carriage === 'ike-fragments')
    const isNew = message.ike.exchangeType === Exchanges.intermediate
    const or = inPieces ? 'packets of this size' : isNew ? `exchanges of this kind (${NEW_KIND})` : undefined
    const found: Found = {
      severity: inPieces ? 'note' : 'error',
      title: 'Port 500 is answered, port 4500 never',
      says: `The negotiation went well on UDP 500 and moved to UDP 4500 with ${name}. ${from} sent that ${times(message.transmissions.length)} and got no answer: ${or ? `either the path blocks UDP 4500, or ${or}` : 'most likely the path blocks UDP 4500'}.`,
      confidence: inPieces ? 'possible' : 'likely',
      place: 'unknown',
      negotiation: idOf(course),
      because: [
        `Answered ${times(answered.length)} from port 500, never from port 4500.`,
        `${name} is the first message on port 4500.`,
        ...(again ? [`${to} repeats what it said last on port 500: it still waits for ${name}.`] : []),
      ],
      evidence: evidence([answered.at(-1)!, message]),
      otherwise: [
        ...(inPieces
          ? [`The path lets no packet of this size pass: ${name} travels in large pieces, and nothing small was tried on 4500.`]
          : []),
        ...(isNew ? [`A filter on the path, or ${to}, knows no ${NEW_KIND}: no other kind of exchange was tried on 4500.`] : []),
        `${to} has ${name} and drops it in silence, for example because of a wrong key.`,
        `The answer of ${to} is lost on its way back.`,
      ],
      tryNext: [
        `Let UDP 4500 pass between ${from} and ${to}, both ways.`,
        ...(isNew ? [`Try it without IKE_INTERMEDIATE, for example without the further key exchanges that need it.`] : []),
        captureAt(to, `: it shows whether ${name} arrives.`),
      ],
    }
    return [asLongAsWaited(found, course, [message], end)]
  })
}

/** Whom it was sent to says with ICMP that a part of it came, and came to port 4500. */
function hadPart(scene: Scene, message: Message): boolean {
  const { to } = route(message)
  return expiredReassemblies(scene).some(errors => errors.some(e => e.from === to && e.about?.message === message))
}
