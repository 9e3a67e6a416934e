import { AHEAD, DRIFT, KEPT, MOMENT } from '../../limits.ts'
import { DURATION, Unclear, type Words } from '../words.ts'
import { type FaultKind, nanoseconds } from '../world.ts'

// What is wrong with a capture itself, not with the path.

/** Its clock is ahead by so much at the first packet of A, and runs faster; or it is set while the capture runs. */
export const clock: FaultKind = {
  name: 'clock',
  usage: 'clock b +37.25 s drift 20 ppm',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const drifts = words.takes('drift')
    const ahead = drifts ? 0 : words.quantity('how far it is ahead', DURATION, AHEAD)
    if (!drifts && words.takes('from')) {
      const from = words.quantity('the moment', DURATION, MOMENT)
      return world => {
        for (const one of world.captures[trace])
          if (Number(one.time - world.start) / 1e9 >= from) one.stepped = (one.stepped ?? 0n) + nanoseconds(ahead)
      }
    }
    const ppm = drifts || words.takes('drift') ? words.quantity('the drift', { ppm: 1 }, DRIFT) : 0
    return world => {
      const all = world.captures[trace]
      for (const one of all) one.time += nanoseconds(ahead + (Number(one.time - world.start) / 1e9) * ppm * 1e-6)
      world.truth.clock.offset += trace === 1 ? ahead : -ahead
      world.truth.clock.driftPpm += trace === 1 ? ppm : -ppm
    }
  },
}

/** It keeps only so many bytes of each frame. */
export const snaplen: FaultKind = {
  name: 'snaplen',
  usage: 'snaplen a 96',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const length = words.number('the length', KEPT)
    return world => {
      world.truth.snapLength[trace] = length
      for (const one of world.captures[trace]) one.frame = one.frame.subarray(0, length)
    }
  },
}

/** Every frame stands in it twice, some microseconds apart, as a mirror port makes them. */
export const captured: FaultKind = {
  name: 'captured',
  usage: 'captured twice b',
  where: 'capture',
  read(words) {
    if (!words.takes('twice')) throw new Unclear('twice is all that is known')
    const trace = end(words)
    return world => {
      world.truth.capturedTwice[trace] = true
      world.captures[trace] = world.captures[trace].flatMap(one => [one, { ...one, time: one.time + 12_000n, number: 0, again: one }])
    }
  },
}

/** `a` or `b`. */
export function end(words: Words): 0 | 1 {
  const name = words.matching(/^[ab]$/)?.[0]
  if (!name) throw new Unclear('it says which capture: a or b')
  return name === 'a' ? 0 : 1
}
