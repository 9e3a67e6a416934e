import { fitting, mayEnd } from '../../dissectors/ipsec/clear/fit.ts'
import { type ClearEsp, type EspLayout, layouts, type SaidEsp } from '../../dissectors/ipsec/clear/layout.ts'
import { Kind, type Sorted, u16 } from '../../dissectors/sort/sorted.ts'
import { AhLayouts } from './ahLayouts.ts'
import { add, type Case, clear } from './clearCase.ts'

// Is an SA encrypted? ESP itself does not say. The first packets of each flow are looked at while the file is read, with
// every layout that is in use (RFC 5879, clear/fit.ts), and the decision is the flow's, never one packet's: a layout
// that three quarters of the samples fit, with more bits in its favour than chance would give. There are 21 layouts; 40
// bits are one false alarm in fifty billion flows of random octets.
//
// A next header that ESP is not known to carry counts only as what stands at the same place in packet after packet: its
// first packet speaks for it with the padding alone, every further one with the eight bits of the same number as well. It
// has to begin with the flow's first packet, or beside packets that read well; so random octets, of which each fortieth packet
// ends like a trailer, begin few cases, and those are dropped soon.
//
// Encrypted is the answer when samples fit nothing. A flow of which too little is known stays undecided. A WESP header says
// outright what its flow is, and is believed (RFC 5840).

/** What a flow was found to be. */
export type CipherVerdict =
  | ClearEsp
  | { readonly cipher: 'encrypted' | 'undecided'; readonly confidence: 'certain' | 'likely' | 'possible' }

const UNDECIDED: CipherVerdict = { cipher: 'undecided', confidence: 'possible' }
const READABLE: CipherVerdict = { cipher: 'null', confidence: 'certain', iv: 0, icv: 0 }

/** What is known of a flow of which no packet was looked at; AH encrypts nothing. */
export function unknownCipher(kind: 'esp' | 'ah'): CipherVerdict {
  return kind === 'ah' ? READABLE : UNDECIDED
}

/** Packets of a flow that are looked at; as many that fit nothing end the matter. */
const SAMPLES = 16
const ENOUGH_MISSES = 8
/** From here on a case of strangers has to have half of them. */
const FEW = 5
const LIKELY = 40
/** Flows with something in favour of a layout that are remembered. */
const MOST = 100_000

/** Decides flow by flow, from samples. Flows are the table's numbers. */
export class Ciphers {
  readonly ah = new AhLayouts()
  private taken = new Uint8Array(32)
  private readonly cases = new Map<number, Map<number, Case>>()
  /** What WESP headers say of their flows. */
  private readonly told = new Map<number, SaidEsp>()
  /** Flows whose ESP packets were cut, so that nothing can be said of them. */
  private readonly cut = new Set<number>()

  /** Looks at a packet as long as its flow is not decided. `end`: where its captured bytes end. */
  take(flow: number, sorted: Sorted, bytes: Uint8Array, end: number): void {
    const whole = sorted.ipStart + sorted.ipLength
    if (sorted.kind === Kind.ah) this.ah.take(flow, bytes, sorted.securityStart, whole, end)
    if (sorted.said) this.believe(flow, sorted.said)
    if (this.isDecided(flow)) return
    const start = sorted.kind === Kind.ah ? behindAh(bytes, sorted.securityStart) : sorted.securityStart
    if (start < 0) return
    if (whole <= end) this.look(flow, sorted, bytes, start, whole, -1)
    else if (this.taken[flow] === 0 && this.cut.size < MOST) this.cut.add(flow)
  }

  /** The same of an ESP packet that was put together. @param pseudo ones' complement sum of the addresses around it */
  takeEsp(flow: number, bytes: Uint8Array, pseudo: number, said?: SaidEsp): void {
    if (said) this.believe(flow, said)
    if (!this.isDecided(flow)) this.look(flow, undefined, bytes, 0, bytes.length, pseudo)
  }

  private isDecided(flow: number): boolean {
    if (flow >= this.taken.length) this.widen(flow)
    return this.taken[flow]! >= SAMPLES
  }

  /** @param addresses where `pseudo` is worked out when it is needed, which it seldom is */
  private look(flow: number, addresses: Sorted | undefined, bytes: Uint8Array, start: number, end: number, pseudo: number): void {
    const taken = this.taken[flow]! + 1
    this.taken[flow] = taken
    const known = this.cases.get(flow)
    if ((known || this.cases.size < MOST) && (end - start) % 4 === 0) this.weigh(flow, known, addresses, bytes, start, end, pseudo)
    else if (!known && taken >= ENOUGH_MISSES) this.taken[flow] = SAMPLES
  }

  private believe(flow: number, said: SaidEsp): void {
    const before = this.told.get(flow)
    if (!before && this.told.size >= MOST) return
    if (!before || said === 'encrypted') this.told.set(flow, said)
    else if (before !== 'encrypted' && before.nextHeader !== said.nextHeader) this.told.set(flow, { ...before, nextHeader: undefined })
  }

  /** Something speaks for a flow being clear. */
  leans(flow: number): boolean {
    return this.cases.has(flow)
  }

  /** Whether every packet of a flow that was looked at fits a layout; with a stranger only where it is the one that is expected. */
  fits(flow: number, { iv, icv, nextHeader }: EspLayout & Pick<ClearEsp, 'nextHeader'>): boolean {
    const index = layouts.findIndex(layout => layout.iv === iv && layout.icv === icv)
    const one = this.cases.get(flow)?.get(index)
    return one?.fits === Math.min(SAMPLES, this.taken[flow] ?? 0) && (one.stranger === 0 || one.stranger === nextHeader)
  }

  /** The layout with most in its favour of those that every packet of a flow that was looked at fits. */
  likeliest(flow: number): EspLayout | undefined {
    const all = [...(this.cases.get(flow) ?? [])].filter(([index]) => this.fits(flow, layouts[index]!))
    const best = all.reduce<[number, Case] | undefined>((best, one) => (best && best[1].bits >= one[1].bits ? best : one), undefined)
    return best && layouts[best[0]]
  }

  /** What is known of a flow so far, from its own packets. */
  of(flow: number, kind: Kind): CipherVerdict {
    const told = this.told.get(flow)
    if (told) return told === 'encrypted' ? { cipher: told, confidence: 'certain' } : told
    const taken = Math.min(SAMPLES, this.taken[flow] ?? 0)
    if (taken === 0) return unknownCipher(kind === Kind.ah && !this.cut.has(flow) ? 'ah' : 'esp')
    const cases = this.cases.get(flow)
    let best: [number, Case] | undefined
    for (const one of cases ?? []) if (one[1].fits >= 0.75 * taken && (!best || one[1].bits > best[1].bits)) best = one
    if (best && best[1].bits >= LIKELY) return clear(best[0], best[1], cases!)
    const most = Math.max(0, ...[...(cases?.values() ?? [])].map(one => one.fits))
    if (most > taken / 2) return UNDECIDED
    return { cipher: 'encrypted', confidence: taken >= ENOUGH_MISSES ? 'certain' : 'likely' }
  }

  private weigh(
    flow: number,
    known: Map<number, Case> | undefined,
    addresses: Sorted | undefined,
    bytes: Uint8Array,
    start: number,
    end: number,
    sum: number,
  ): void {
    let cases = known
    let icv = -1
    let may = false
    let pseudo = sum
    const taken = this.taken[flow]!
    const strangers = known !== undefined || taken === 1
    for (let i = 0; i < layouts.length; i++) {
      const layout = layouts[i]!
      if (layout.icv !== icv) {
        icv = layout.icv
        may = mayEnd(bytes, start, end, icv, strangers)
      }
      if (!may) continue
      if (pseudo < 0) pseudo = addresses ? addressSum(addresses, bytes) : 0
      const found = fitting(bytes, start, end, layout, pseudo, strangers)
      if (!found || (found.stranger && taken > 1 && !cases?.has(i))) continue
      if (!cases) {
        cases = new Map()
        this.cases.set(flow, cases)
      }
      add(cases, i, found, bytes, end - icv, end)
    }
    if (known && taken >= FEW) this.drop(flow, known, taken)
    if (!cases?.size && taken >= ENOUGH_MISSES) this.taken[flow] = SAMPLES
  }

  /** Forgets what only strangers spoke for, and not even in half the packets. */
  private drop(flow: number, cases: Map<number, Case>, taken: number): void {
    for (const [index, { listed, fits }] of cases) if (listed === 0 && 2 * fits <= taken) cases.delete(index)
    if (cases.size === 0) this.cases.delete(flow)
  }

  private widen(flow: number): void {
    const wider = new Uint8Array(Math.max(flow + 1, 2 * this.taken.length))
    wider.set(this.taken)
    this.taken = wider
  }
}

/** Where ESP begins behind AH; -1 when something else does. RFC 4302 §2. */
function behindAh(bytes: Uint8Array, start: number): number {
  return bytes[start] === 50 ? start + ((bytes[start + 1]! + 2) << 2) : -1
}

/** Ones' complement sum of source and destination, not yet folded. RFC 9293 §3.1. */
function addressSum(sorted: Sorted, bytes: Uint8Array): number {
  if (sorted.ipVersion === 4) {
    const { source, destination } = sorted
    return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff)
  }
  let total = 0
  for (let i = 0; i < 16; i += 2) total += u16(bytes, sorted.source + i) + u16(bytes, sorted.destination + i)
  return total
}
