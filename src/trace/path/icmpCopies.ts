import type { Icmp, Ip } from '../../dissectors/layer.ts'
import type { Seconds } from '../model.ts'
import { ON_THE_WAY } from '../packets/rowsOnce.ts'
import type { Quoted } from './icmpErrors.ts'

// A mirror port has each packet twice, and an error that a host sent once would count twice. Whoever refuses two packets quotes
// two: they differ in their identification, or ESP's number. So an error of the same host about the very same packet, within a
// tenth of a second, is a copy; where nothing tells one packet from the next it is not.

/** Tells copies among the errors of one trace, which come in the order of the capture. */
export class IcmpCopies {
  /** Errors that came more than once. */
  errors = 0
  /** One of them came more than twice. */
  isMore = false
  /** When each was met first, by all that it says, and whether a copy of it came. */
  private readonly met = new Map<string, { readonly time: Seconds; isCopied: boolean }>()

  /** Whether it is the copy of one that was met before; takes it otherwise. */
  isCopy(ip: Ip, { type, code, mtu }: Icmp, quoted: Quoted, time: Seconds): boolean {
    if (!ip.identification && !quoted.identification && quoted.sequence === undefined) return false
    const key = JSON.stringify([ip.source, ip.destination, ip.identification, type, code, mtu, quoted])
    const before = this.met.get(key)
    if (before && !(Math.abs(time - before.time) > ON_THE_WAY)) {
      if (before.isCopied) this.isMore = true
      else this.errors++
      before.isCopied = true
      return true
    }
    if (this.met.size >= MOST) this.met.clear()
    this.met.set(key, { time, isCopied: false })
    return false
  }
}

const MOST = 4096
