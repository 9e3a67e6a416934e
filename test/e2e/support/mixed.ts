import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { ethernet, icmp, ipv4, tcp, u16, udp } from '../../support/packets/index.ts'

const [A, B, DC] = ['192.0.2.10', '198.51.100.20', '192.0.2.53']
const question = '123401000001000000000000076578616d706c6503636f6d0000010001'

/** A recorded negotiation of A and B (microsecond pcap) with what else a network carries: DNS before it, a ping and a copied file in the clear. */
export function mixed(recorded: Uint8Array): Uint8Array {
  const view = new DataView(recorded.buffer, recorded.byteOffset, recorded.byteLength)
  const began = view.getUint32(24, true) + view.getUint32(28, true) / 1e6
  const packets: { data: Uint8Array; seconds: number; nanoseconds: number }[] = []
  const at = (time: number, from: string, to: string, what: Parameters<typeof ipv4>[2]) => {
    const seconds = Math.floor(began + time)
    packets.push({ data: ethernet(ipv4(from, to, what)), seconds, nanoseconds: Math.round((began + time - seconds) * 1e9) })
  }
  at(-3, A, DC, udp(5353, 53, question))
  at(-2.9, DC, A, udp(53, 5353, question))
  at(0.5, A, B, icmp(8, 0, u16(1, 1)))
  at(0.51, B, A, icmp(0, 0, u16(1, 1)))
  for (let i = 0; i < 400; i++) {
    if (i % 3 === 0) at(2 + i / 500, B, A, tcp(445, 30_000))
    else at(2 + i / 500, A, B, tcp(30_000, 445, new Uint8Array(500)))
  }
  for (let start = 24; start < recorded.length; ) {
    const end = start + 16 + view.getUint32(start + 8, true)
    const [seconds, nanoseconds] = [view.getUint32(start, true), view.getUint32(start + 4, true) * 1000]
    packets.push({ data: recorded.slice(start + 16, end), seconds, nanoseconds })
    start = end
  }
  return pcapFile(packets.sort((one, other) => one.seconds - other.seconds || one.nanoseconds - other.nanoseconds))
}
