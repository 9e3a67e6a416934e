import { isFirstMessage } from '../../findings/negotiations/onlyProbed.ts'
import { jointOf, type PairForm } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** N24: told only where neither trace has a further message of the initiator. */
export const onlyProbed: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).flatMap(group => {
    const course = jointOf(pair, group[0]!)?.course
    const wentOn = course?.negotiation.messages.some(one => one.side === course.initiator && !isFirstMessage(one))
    return wentOn ? [] : [joined(group)]
  })
