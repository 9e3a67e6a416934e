import { ethernet, ipv4, udp } from '../../support/packets/index.ts'

const [A, B] = ['192.0.2.10', '198.51.100.20']
const SIZE = 60

/**
 * A capture of so many IKEv2 messages between two hosts: signs of life, asked and answered, 100 ms apart. Every packet is a copy of the
 * first of its side with another message id, so that a hundred thousand are made at once; their UDP checksums are 0.
 */
export function huge(messages: number): Uint8Array {
  const sides = [message(A, B, 0x08), message(B, A, 0x20)] as const
  const record = 16 + sides[0].length
  const file = new Uint8Array(24 + messages * record)
  const view = new DataView(file.buffer)
  view.setUint32(0, 0xa1b2c3d4, true)
  view.setUint32(4, 0x00040002, true)
  view.setUint32(16, 65535, true)
  view.setUint32(20, 1, true)
  for (let i = 0, at = 24; i < messages; i++, at += record) {
    view.setUint32(at, 1_600_000_000 + Math.floor(i / 10), true)
    view.setUint32(at + 4, (i % 10) * 100_000, true)
    view.setUint32(at + 8, record - 16, true)
    view.setUint32(at + 12, record - 16, true)
    file.set(sides[i % 2 === 0 ? 0 : 1], at + 16)
    view.setUint32(at + 16 + 14 + 20 + 8 + 20, i >> 1)
  }
  return file
}

/** INFORMATIONAL with an SK payload. RFC 7296 §3.1, §3.14. */
function message(from: string, to: string, flags: number): Uint8Array {
  const body = new Uint8Array(28 + SIZE)
  const view = new DataView(body.buffer)
  view.setUint32(4, 0xaaaaaaaa)
  view.setUint32(12, 0xbbbbbbbb)
  body.set([46, 0x20, 37, flags], 16)
  view.setUint32(24, body.length)
  view.setUint16(30, SIZE)
  body.fill(0x5a, 32)
  return ethernet(ipv4(from, to, udp(500, 500, body, { sum: 0 })))
}
