import { type Bytes, bytes, noise, u16, u32 } from './bytes.ts'

/** A payload of a message under construction; `inner` is what the generic header of SK and SKF names. */
export interface Part {
  readonly type: number
  readonly body: Uint8Array
  readonly inner?: number
}

/** What the header of a message says; what is left out is zero. */
export interface Head {
  /** 16 hex digits each. */
  readonly initiator?: string
  readonly responder?: string
  readonly exchange: number
  readonly flags?: number
  readonly messageId?: number
  /** Instead of the true length. */
  readonly length?: number
}

/** ISAKMP message of version 1: `ikev1({ exchange: 2 }, v1.sa(…), v1.vid('4a13…'))`. */
export function ikev1(head: Head, ...parts: Part[]): Uint8Array {
  return message(0x10, head, parts)
}

/** IKEv2 message; a response without flags is `flags: 0x20`, a request of the initiator 0x08. */
export function ikev2(head: Head, ...parts: Part[]): Uint8Array {
  return message(0x20, head, parts)
}

/** An encrypted version 1 message: only its first payload's type and its length can be told. */
export function encryptedV1(head: Head & { first: number; body: number; seed?: number }): Uint8Array {
  return assemble(0x10, { ...head, flags: (head.flags ?? 0) | 1 }, head.first, noise(head.body, head.seed))
}

/** A whole message cut into IKE fragments (payload 132) of at most `size` bytes each. */
export function fragmentsV1(whole: Uint8Array, { id = 1, size = 512, headers = true } = {}): Uint8Array[] {
  const content = headers ? whole : whole.subarray(28)
  const count = Math.ceil(content.length / size)
  return Array.from({ length: count }, (_, i) => {
    const data = content.subarray(i * size, (i + 1) * size)
    const body = bytes(u16(id), [i + 1, i + 1 === count ? 1 : 0], data)
    const payload = bytes([0, 0], u16(4 + body.length), body)
    return bytes(whole.subarray(0, 16), [132, 0x10, whole[18]!, 0], whole.subarray(20, 24), u32(28 + payload.length), payload)
  })
}

function message(version: number, head: Head, parts: readonly Part[]): Uint8Array {
  const chain = parts.map((part, i) => bytes([part.inner ?? parts[i + 1]?.type ?? 0, 0], u16(4 + part.body.length), part.body))
  return assemble(version, head, parts[0]?.type ?? 0, bytes(...chain))
}

function assemble(version: number, head: Head, first: number, body: Bytes): Uint8Array {
  const { initiator = '1111111111111111', responder = '0000000000000000', exchange, flags = 0, messageId = 0 } = head
  const content = bytes(body)
  return bytes(initiator, responder, [first, version, exchange, flags], u32(messageId), u32(head.length ?? 28 + content.length), content)
}
