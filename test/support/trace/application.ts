import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Baseline } from '../../../src/trace/baseline/report.ts'
import { ah, bytes, type Carried, carried, counting, ethernet, ipv4, tcp, u32 } from '../packets/index.ts'
import { A, B } from './story.ts'

/** How a conversation is protected on the wire. */
export type Protection = 'clear' | 'esp' | 'tunnel' | 'ah'

export interface Conditions {
  readonly protection?: Protection
  /** Seconds one way, and that the server thinks before each answer. */
  readonly way?: number
  readonly think?: number
  /** Octets of a TCP segment. */
  readonly segment?: number
  /** Segments of the server, counted from 1, that are lost before the capture, and sent again after so many seconds. */
  readonly lost?: readonly number[]
  readonly again?: number
  /** Questions, counted from 1, that go out twice. */
  readonly askedTwice?: readonly number[]
}

/** One frame of a capture. */
export interface Frame {
  readonly time: number
  readonly data: Uint8Array
}

const [PORT, SERVICE] = [40000, 80]

/** A client asks a server over TCP, captured at the client; each question has its answer of so many octets. */
export class Application {
  readonly frames: Frame[] = []
  private readonly next = { a: 5000, b: 0xfffffff0 }
  private sequence = { a: 0, b: 0 }
  private identification = 100
  private sent = 0
  private asked = 0

  constructor(
    private readonly how: Conditions = {},
    public time = 0,
  ) {}

  open(): this {
    const { way = 0.01 } = this.how
    this.segment('a', new Uint8Array(0), 2)
    this.next.a++
    this.time += 2 * way
    this.segment('b', new Uint8Array(0), 18)
    this.next.b = (this.next.b + 1) >>> 0
    return this.segment('a', new Uint8Array(0), 16)
  }

  ask(question: string, answer: number): this {
    const { way = 0.01, think = 0.002, segment = 1400, lost = [], again = 0.3, askedTwice = [] } = this.how
    const data = new TextEncoder().encode(question)
    this.segment('a', data, 24)
    if (askedTwice.includes(++this.asked)) {
      this.time += again
      this.segment('a', data, 24)
    }
    this.next.a += data.length
    this.time += 2 * way + think
    const whole = counting(answer)
    const missed: (readonly [number, Uint8Array])[] = []
    for (let at = 0; at < answer; at += segment) {
      const piece = whole.subarray(at, at + segment)
      if (lost.includes(++this.sent)) missed.push([this.next.b, piece])
      else this.segment('b', piece, 16)
      this.next.b = (this.next.b + piece.length) >>> 0
      this.time += 0.0001
    }
    for (const [sequence, piece] of missed) {
      this.time += again
      this.segment('b', piece, 16, sequence)
    }
    return this.segment('a', new Uint8Array(0), 16)
  }

  wait(seconds: number): this {
    this.time += seconds
    return this
  }

  /** Any other packet of the two hosts. */
  put(data: Uint8Array): this {
    this.frames.push({ time: this.time, data })
    return this
  }

  private segment(side: 'a' | 'b', data: Uint8Array, flags: number, sequence = this.next[side]): this {
    const acknowledgment = flags === 2 ? 0 : this.next[side === 'a' ? 'b' : 'a']
    const [ports, hosts] =
      side === 'a'
        ? ([
            [PORT, SERVICE],
            [A, B],
          ] as const)
        : ([
            [SERVICE, PORT],
            [B, A],
          ] as const)
    const inside = tcp(ports[0], ports[1], data, { sequence, acknowledgment, flags })
    const id = this.identification++
    const whole = (carries: Carried) => ipv4(hosts[0].address, hosts[1].address, carries, { id })
    const number = ++this.sequence[side]
    const spi = side === 'a' ? 0xc0ffee01 : 0xc0ffee02
    const { protection = 'clear' } = this.how
    if (protection === 'clear') return this.put(ethernet(whole(inside)))
    if (protection === 'ah') return this.put(ethernet(whole(ah(spi, number, inside))))
    return this.put(ethernet(whole(espNull(spi, number, protection === 'tunnel' ? carried(4, whole(inside)) : inside))))
  }
}

/** ESP with NULL encryption and a check of 12 octets. RFC 4303 §2, RFC 2410. */
export function espNull(spi: number, number: number, inside: Carried): Carried {
  return {
    protocol: 50,
    build(pseudoHeader) {
      const payload = inside.build(pseudoHeader)
      const pad = (4 - ((payload.length + 2) % 4)) % 4
      return bytes(u32(spi, number), payload, [1, 2, 3].slice(0, pad), [pad, inside.protocol], counting(12, 0x90 + number))
    },
  }
}

/** Opens two captures and compares them. */
export async function comparison(a: readonly Frame[], b: readonly Frame[], keys?: string): Promise<Baseline> {
  const opened = await openSession([file('a', a), file('b', b)])
  if (!opened.ok) throw new Error(opened.why)
  if (keys) await opened.session.keys([{ name: 'keys', text: keys }])
  return opened.session.baseline()
}

function file(name: string, frames: readonly Frame[]) {
  const whole = pcapFile(
    frames.map(({ time, data }) => {
      const at = Math.round((1000 + time) * 1e6)
      return { data, seconds: Math.floor(at / 1e6), nanoseconds: (at % 1e6) * 1000 }
    }),
  )
  return {
    name: `${name}.pcap`,
    size: whole.length,
    async read(position: number, into: Uint8Array) {
      const piece = whole.subarray(position, position + into.length)
      into.set(piece)
      return piece.length
    },
  }
}
