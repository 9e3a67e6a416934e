import { Kind } from '../../dissectors/sort.ts'

/** Kinds of packets that IPsec protects. */
export const protectedKinds: readonly Kind[] = [Kind.esp, Kind.ah, Kind.udpEncapsulatedEsp]
/** Kinds of packets that applications send. */
const applicationKinds: readonly Kind[] = [Kind.tcp, Kind.tcpControl, Kind.udp, Kind.ping, Kind.dns, Kind.kerberos]
/** Kinds of packets that it might have protected. */
export const clearKinds: readonly Kind[] = [...applicationKinds, Kind.other]

/** 1 at the numbers of these kinds. */
export const isProtected = lookup(protectedKinds)
/** 1 at the numbers of kinds that IPsec might have protected. */
export const isClear = lookup(clearKinds)
/** 1 at the numbers of kinds that applications send. */
export const isOfApplication = lookup(applicationKinds)

function lookup(kinds: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, kind) => (kinds.includes(kind) ? 1 : 0))
}
