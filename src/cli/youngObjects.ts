import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

// What is read is kept, and what is not kept is small: room for young objects that doubles and doubles again only costs
// memory. So it stops growing once it is large enough. Later versions of V8 take no such word.

/** Bytes of room, both halves together. */
const ENOUGH = 16 * 2 ** 20
const takesTheWord = Number.parseInt(process.versions.v8, 10) <= 12
let stopped = !takesTheWord

/** To be called now and then while much is read. */
export function limitYoungObjects(): void {
  if (stopped) return
  const young = getHeapSpaceStatistics().find(space => space.space_name === 'new_space')
  if (!young || young.space_size < ENOUGH) return
  stopped = true
  setFlagsFromString('--semi-space-growth-factor=1')
}
