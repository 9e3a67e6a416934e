import { firstSighting, type Message, type Transmission } from '../../model.ts'

/** How often a message was sent again behind an answer; a copy that crossed it does not count. */
export function copiesBehind({ transmissions }: Message, answer: Message): number {
  const { time } = firstSighting(answer)
  return transmissions.filter((one: Transmission) => one.sightings[0]!.time > time + CROSSING).length
}

/** Seconds. */
const CROSSING = 0.2
