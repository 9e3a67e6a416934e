import { Kind } from '../../dissectors/sort.ts'
import type { Packets } from './packets.ts'

/** Packets of ESP and AH whose header is not all here, so that they count for no SPI; by who made them so. */
export interface WithoutHeader {
  /** Numbers of those that the capture kept too little of. */
  readonly cut: readonly number[]
  /** Numbers of those that are so short on the wire. */
  readonly malformed: readonly number[]
}

/** What has the protocol of ESP or AH and was not read as either. */
export function withoutHeader(packets: Packets): WithoutHeader {
  const { flows } = packets
  const [cut, malformed]: [number[], number[]] = [[], []]
  for (let flow = 0; flow < flows.length; flow++) {
    if (flows.kind(flow) !== Kind.other || (flows.protocol(flow) !== ESP && flows.protocol(flow) !== AH)) continue
    for (const row of packets.rowsOfFlow(flow)) (packets.captured(row) < packets.original(row) ? cut : malformed).push(row + 1)
  }
  for (const all of [cut, malformed]) all.sort((a, b) => a - b)
  return { cut, malformed }
}

const [ESP, AH] = [50, 51]
