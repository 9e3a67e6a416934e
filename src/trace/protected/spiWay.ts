import { isProtected } from '../packets/kinds.ts'
import type { Packets } from '../packets/packets.ts'

/** Protected packets of one SPI in one direction: mostly one flow, several where they change between ESP alone and in UDP. */
export interface SpiWay {
  readonly spi: number
  readonly source: string
  readonly destination: string
}

/** Flows of the table under one SPI. */
export function flowsUnder({ flows }: Packets, spi: number): number[] {
  const under: number[] = []
  for (let flow = 0; flow < flows.length; flow++)
    if (isProtected[flows.kind(flow)] === 1 && flows.selector(flow) >>> 0 === spi) under.push(flow)
  return under
}
