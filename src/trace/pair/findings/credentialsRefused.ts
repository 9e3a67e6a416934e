import { at, jointOf, type PairForm, sendingsOf } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** N23: it is the responder that asks for the user's credentials and judges them, whoever says goodbye last. */
export const credentialsRefused: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).map(group => {
    const found = joined(group)
    const course = jointOf(pair, found)?.course
    const answer = course?.negotiation.messages.find(({ side }) => side !== course.initiator)
    const sender = answer && sendingsOf(pair, answer).find(one => one.sender !== undefined)?.sender
    return sender === undefined ? found : { ...found, place: at(sender) }
  })
