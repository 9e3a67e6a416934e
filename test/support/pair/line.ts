import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { memory } from '../capture/collect.ts'
import { type Carried, ethernet, ipv4 } from '../packets/index.ts'
import { A, B, type Way } from './network.ts'

/** A, a router R that captures, B; a packet may go missing on either side of R, or be changed there. */
export class Line {
  private readonly captured: { trace: 0 | 1 | 2; time: number; packet: Uint8Array }[] = []
  private time = 0
  private id = 100

  constructor(private readonly clocks: readonly [number, number, number] = [0, 0, 0]) {}

  send(way: Way, inside: Carried, fault?: 'lost before' | 'lost behind' | 'changed before' | 'changed behind'): this {
    const [source, destination] = way === 'aToB' ? [A, B] : [B, A]
    const id = this.id++
    const at = (ttl: number, changed: boolean) => {
      const packet = ipv4(source, destination, inside, { id, ttl })
      if (changed) packet[60]! ^= 0x10
      return packet
    }
    const [near, far] = way === 'aToB' ? ([0, 1] as const) : ([1, 0] as const)
    this.captured.push({ trace: near, time: this.time, packet: at(64, false) })
    if (fault !== 'lost before') {
      this.captured.push({ trace: 2, time: this.time + 0.004, packet: at(63, fault === 'changed before') })
      if (fault !== 'lost behind')
        this.captured.push({ trace: far, time: this.time + 0.01, packet: at(62, fault?.startsWith('changed') ?? false) })
    }
    this.time += 0.05
    return this
  }

  file(trace: 0 | 1 | 2) {
    return memory(this.bytes(trace), ['a', 'b', 'r'][trace]!)
  }

  /** One of the captures, a pcap file. */
  bytes(trace: 0 | 1 | 2): Uint8Array {
    const frames = this.captured.filter(one => one.trace === trace).toSorted((a, b) => a.time - b.time)
    return pcapFile(
      frames.map(({ time, packet }) => {
        const micros = Math.round((1_700_000_000 + time + this.clocks[trace]) * 1e6)
        return { data: ethernet(packet), seconds: Math.floor(micros / 1e6), nanoseconds: (micros % 1e6) * 1000 }
      }),
    )
  }
}
