import type { PacketName } from './lesson.ts'

/** `A6`, `B15` as packet 6 of A, 15 of B; undefined for anything else. */
export function packetNamed(text: string): PacketName | undefined {
  const match = /^([AB])#?([1-9]\d{0,8})$/.exec(text.trim())
  return match ? { trace: match[1] === 'A' ? 0 : 1, packet: Number(match[2]) } : undefined
}

/** The other way round: `A6`, `B15`. */
export function packetName({ trace, packet }: PacketName): string {
  return `${trace === 0 ? 'A' : 'B'}${packet}`
}

/** Packets that a text names: in the viewer each of them leads there. */
export function packetsIn(text: string): PacketName[] {
  return [...text.matchAll(/\b[AB]#?\d{1,9}\b/g)].flatMap(([name]) => packetNamed(name) ?? [])
}

/** The same trace and number, in whatever objects. */
export function samePacket(one: PacketName, other: PacketName): boolean {
  return one.trace === other.trace && one.packet === other.packet
}
