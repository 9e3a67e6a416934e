import type { Ip } from '../layer.ts'
import type { Datagram } from './datagram.ts'
import { OldestFirst } from './oldestFirst.ts'
import { OpenDatagram, type Store } from './openDatagram.ts'

// Puts fragmented IP datagrams together and keeps account of every piece, for captures of any size.
//
// An IPv4 datagram is known by source, destination, protocol and its 16 bits of identification, an IPv6 one by source,
// destination and 32 bits. Identifications come back, so a key names a datagram only for a while. A piece that begins
// where an earlier one began is, within a second, a copy made on the path or by a capture on several interfaces, or an
// overlap; once a second has passed, or when the datagram was whole and the piece is neither a copy nor cut otherwise, the
// identification was used again and another datagram begins. So it does after the timeout (RFC 1122 §3.3.2: 60 to 120 s, RFC 8200 §4.5: 60 s).
//
// Memory has three limits. Above `bytes` held, the oldest datagrams let go of theirs, those that are complete only when
// no other is left; the accounts stay. Above `datagrams` or `pieces`, complete ones without a fault are forgotten first,
// then the oldest of any kind, and their bytes with them; `forgotten` counts them. An account that somebody keeps stays
// readable.

export type { Datagram, Fate, Overlap, Piece } from './datagram.ts'

/** How long and how much is kept; beyond `bytes` the contents go, beyond the others whole accounts. */
export interface Limits {
  /** Seconds after its first piece for which a datagram waits, at most 120. */
  readonly timeout: number
  /** Payload bytes held for all datagrams together. */
  readonly bytes: number
  /** Accounts kept, and pieces listed in all of them. */
  readonly datagrams: number
  readonly pieces: number
}

const DEFAULTS: Limits = { timeout: 60, bytes: 16 << 20, datagrams: 20_000, pieces: 100_000 }

/** Seconds within which a repeated piece is a copy and not part of a new datagram. */
const COPY = 1

/** Is this packet a piece of a datagram? An IPv6 atomic fragment (RFC 6946) is none. */
export function isFragment(ip: Ip): boolean {
  return ip.moreFragments || ip.fragmentOffset > 0
}

/** The datagrams of one trace, fed with fragments in order of time. */
export class Reassembly {
  /** Accounts dropped because there were too many. */
  forgotten = 0
  private readonly limits: Limits
  private readonly store: Store = { bytes: 0, pieces: 0 }
  /** The datagram that a key names now. */
  private readonly current = new Map<string, OpenDatagram>()
  private readonly all = new OldestFirst<OpenDatagram>()
  /** Complete, without overlap or fault. */
  private readonly unremarkable = new OldestFirst<OpenDatagram>()
  /** Those that may hold bytes. */
  private readonly incomplete = new OldestFirst<OpenDatagram>()
  private readonly whole = new OldestFirst<OpenDatagram>()

  constructor(limits: Partial<Limits> = {}) {
    const asked = { ...DEFAULTS, ...limits }
    this.limits = { ...asked, timeout: Math.min(asked.timeout, 120) }
  }

  /**
   * Adds a fragment and returns the datagram it belongs to, whole or not yet.
   * @param bytes the bytes in which the offsets of `ip` count  @param time seconds from the trace's start
   */
  add(ip: Ip, bytes: Uint8Array, packet: number, time: number): Datagram {
    const key = `${ip.source} ${ip.destination} ${ip.version === 4 ? ip.protocol : 'v6'} ${ip.identification}`
    const payload = bytes.subarray(ip.payloadStart, ip.payloadEnd)
    const datagram = this.continued(key, ip, payload, time) ?? this.begin(key, ip, time)
    datagram.add(ip, payload, packet, time)
    if (datagram.complete) {
      if (this.incomplete.delete(datagram)) this.whole.add(datagram)
      if (datagram.overlaps.length === 0 && datagram.faults.length === 0) this.unremarkable.add(datagram)
      else this.unremarkable.delete(datagram)
    }
    this.trim(datagram)
    return datagram
  }

  /** Every datagram still known, in order of its first piece. */
  get datagrams(): readonly Datagram[] {
    return [...this.all]
  }

  /** Payload bytes held now. */
  get held(): number {
    return this.store.bytes
  }

  private continued(key: string, ip: Ip, payload: Uint8Array, time: number): OpenDatagram | undefined {
    const datagram = this.current.get(key)
    if (!datagram) return undefined
    if (Math.abs(time - datagram.firstTime) > this.limits.timeout) return ended(datagram, 'timed out')
    const seen = datagram.seenAt(ip)
    if (seen !== undefined && Math.abs(time - seen) > COPY) return ended(datagram, 'replaced')
    if (datagram.complete && !datagram.isOwn(ip, payload, COPY, time)) return ended(datagram, 'replaced')
    return datagram
  }

  private begin(key: string, ip: Ip, time: number): OpenDatagram {
    const datagram = new OpenDatagram(key, ip, time, this.store)
    this.current.set(key, datagram)
    this.all.add(datagram)
    this.incomplete.add(datagram)
    return datagram
  }

  private trim(newest: OpenDatagram): void {
    while (this.store.bytes > this.limits.bytes) {
      const oldest = this.incomplete.oldestBut(newest) ?? this.whole.oldestBut(newest)
      if (!oldest) break
      oldest.release()
      if (oldest.fate === 'open') oldest.fate = 'given up'
      this.incomplete.delete(oldest)
      this.whole.delete(oldest)
    }
    while (this.all.size > this.limits.datagrams || this.store.pieces > this.limits.pieces) {
      const oldest = this.unremarkable.oldestBut(newest) ?? this.all.oldestBut(newest)
      if (!oldest) break
      this.forget(oldest)
    }
  }

  private forget(datagram: OpenDatagram): void {
    datagram.release()
    for (const set of [this.all, this.unremarkable, this.incomplete, this.whole]) set.delete(datagram)
    if (this.current.get(datagram.key) === datagram) this.current.delete(datagram.key)
    this.store.pieces -= datagram.pieces.length
    this.forgotten++
  }
}

function ended(datagram: OpenDatagram, fate: 'timed out' | 'replaced'): undefined {
  if (datagram.fate === 'open') datagram.fate = fate
}
