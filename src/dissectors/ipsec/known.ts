import type { Ip } from '../layer.ts'
import type { ClearEsp } from './clear/layout.ts'

/** Names the SA of an ESP packet: its SPI and the IP header around it; `behindAh` when AH stands between. */
export interface EspName {
  readonly spi: number
  readonly ip: Ip | undefined
  readonly behindAh: boolean
}

/** What is known of ESP SAs. Undefined: nothing, the payload stays bytes. */
export interface KnownEsp {
  /** The SA's packets are not encrypted, at least not as captured. */
  clear(name: EspName): ClearEsp | undefined
}
