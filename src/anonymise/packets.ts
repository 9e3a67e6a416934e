import { readCapture } from '../capture/index.ts'
import type { Record } from '../capture/record.ts'
import type { ByteSource } from '../capture/source.ts'
import { whyUnread } from '../capture/unread.ts'

/** A packet of a file, with what a new file has to say of it. */
export interface Kept {
  readonly bytes: Uint8Array
  readonly original: number
  readonly seconds: number
  readonly nanoseconds: number
  readonly linkType: number
  /** 0 not said, 1 inbound, 2 outbound. */
  readonly direction: number
}

/** What a capture holds, as far as it is taken over. */
export interface Capture {
  readonly packets: Kept[]
  /** Packets that the capturing machine says it lost. */
  readonly dropped: number
  /** Filters that it was taken with, as far as they name nobody. */
  readonly filters: readonly string[]
  /** Why it could not be read whole; nothing when it was. */
  readonly unread: readonly string[]
}

/** Bytes of memory that the packets of a file may take, all of which are held at once; more is refused rather than half done. */
const MOST = 1 << 30
/** What a packet takes beside its octets: what is known of it, what replaces it, and the arrays of both. */
const BESIDE = 1000

/** All packets of a capture; what else the file says (comments, names, processes, interfaces) is not taken. */
export async function packetsOf(
  source: ByteSource,
  most = MOST,
): Promise<({ readonly ok: true } & Capture) | { readonly ok: false; readonly why: string }> {
  const packets: Kept[] = []
  const enough = new AbortController()
  let held = 0
  let dropped = 0
  const filters = new Set<string>()
  const unread = whyUnread()
  const record = ({ bytes, start, end, original, seconds, nanoseconds, linkType, direction }: Record) => {
    held += end - start + BESIDE
    if (held > most) enough.abort()
    else packets.push({ bytes: bytes.slice(start, end), original, seconds, nanoseconds, linkType, direction })
  }
  try {
    const result = await readCapture(
      source,
      {
        record,
        dropped: count => (dropped += count),
        problem: unread.problem,
        interface: ({ filter }) => filter !== undefined && namesNobody(filter) && filters.add(filter),
      },
      enough.signal,
    )
    if (!result.ok) return result
  } catch (problem) {
    if (!enough.signal.aborted) throw problem
  }
  return held > most
    ? { ok: false, why: 'its packets take more than a gigabyte of memory; cut out the part to be shared first' }
    : { ok: true, packets, dropped, filters: [...filters], unread: unread.lines() }
}

/** A filter of protocols and ports alone; an address, a name or a number that may be one makes it somebody's. pcap-filter(7). */
function namesNobody(filter: string): boolean {
  return filter.split(/[\s()]+/).every(word => word === '' || WORDS.has(word.toLowerCase()) || /^\d{1,5}(-\d{1,5})?$/.test(word))
}

const WORDS: ReadonlySet<string> = new Set(
  'ip ip6 arp rarp udp tcp icmp icmp6 esp ah sctp proto protochain port portrange src dst and or not && || ! isakmp vlan mpls less greater'.split(
    ' ',
  ),
)
