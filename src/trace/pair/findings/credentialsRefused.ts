import { at, jointOf, type PairForm, sendingsOf } from '../scene.ts'
import { joined, perNegotiation } from './inVain.ts'

/** N23: it is the responder that asks for the user's credentials and judges them, whoever says goodbye last. */
export const credentialsRefused: PairForm = (pair, alone) =>
  perNegotiation(alone).map(group => {
    const found = joined(group)
    const course = jointOf(pair, found)?.course
    const answer = course?.negotiation.messages.find(({ side }) => side !== course.initiator)
    const sender = answer && sendingsOf(pair, answer).find(one => one.sender !== undefined)?.sender
    return sender === undefined ? found : { ...found, place: at(sender) }
  })
