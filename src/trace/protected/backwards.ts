// Simulated routers, as those of Huawei's eNSP that much training material was captured with, write the sequence numbers of
// ESP and AH with the least significant octet first: 0x2a000000 where RFC 4303 §2.2 has 0x0000002a. Read as they stand they
// jump by sixteen million with every packet. Such flows are told by both readings: the numbers lie far apart as they stand
// and close together turned round, which those of no other sender do.

/** Packets of a flow that are looked at. */
const SAMPLES = 16
/** Numbers that are this near belong together; as they stand they have to be this far apart. */
const NEAR = 4096
const FAR = 65_536

/**
 * Turns the numbers of such flows round. @param sequences of all flows, side by side  @param starts where each flow's begin
 * @returns by flow, 1 where its numbers were turned
 */
export function turnBackwards(sequences: Uint32Array, starts: Uint32Array): Uint8Array {
  const turned = new Uint8Array(starts.length - 1)
  const lone: number[] = []
  let some = false
  for (let flow = 0; flow < turned.length; flow++) {
    const [from, to] = [starts[flow]!, starts[flow + 1]!]
    if (from === to || (sequences[from]! & 0xff) !== 0) continue
    const samples = new Set(sequences.subarray(from, Math.min(to, from + SAMPLES)))
    if (isBackwards(samples)) turned[flow] = 1
    else if (samples.size === 1) lone.push(flow)
    some ||= turned[flow] === 1
  }
  if (!some) return turned
  // One number tells nothing by itself; beside others written so, a small one does.
  for (const flow of lone) turned[flow] = isRound(sequences[starts[flow]!]!) ? 1 : 0
  for (let flow = 0; flow < turned.length; flow++)
    if (turned[flow]) for (let i = starts[flow]!; i < starts[flow + 1]!; i++) sequences[i] = turnedRound(sequences[i]!)
  return turned
}

/** The number with its octets in the other order. */
export function turnedRound(number: number): number {
  return ((number << 24) | ((number & 0xff00) << 8) | ((number >>> 8) & 0xff00) | (number >>> 24)) >>> 0
}

function isBackwards(samples: ReadonlySet<number>): boolean {
  const asTheyStand = [...samples]
  // Two are enough where both are small, turned round: a changed bit makes none such of another.
  if (samples.size < 2 || (samples.size === 2 && !asTheyStand.every(isRound))) return false
  return spread(asTheyStand.map(turnedRound)) < NEAR && spread(asTheyStand) >= FAR
}

function isRound(number: number): boolean {
  return number !== 0 && (number & 0xffff) === 0
}

function spread(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers)
}
