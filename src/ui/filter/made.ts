import type { Term } from '../../host/asked.ts'
import type { Exchange, Report, SecurityAssociation } from '../../trace/report.ts'

/**
 * SPIs of ESP and AH by what set them up. Mostly they stand encrypted in the messages that agreed on them; so no field of these
 * says them, and the report knows them from the flows that began then.
 */
export interface Made {
  /** By the id of a negotiation. */
  readonly byNegotiation: ReadonlyMap<string, readonly string[]>
  /** Of the messages of one exchange, where it is in a capture. */
  readonly by: (exchange: Exchange) => readonly string[]
}

const none: readonly string[] = []
const known = new WeakMap<Report, Made>()

/** What a report knows of who made which SPIs. */
export function made(report: Report): Made {
  const before = known.get(report)
  if (before) return before
  const byNegotiation = new Map<string, string[]>()
  const byPacket = new Map<string, string[]>()
  for (const sa of report.securityAssociations) {
    if (sa.kind !== 'ipsec') continue
    const spis = spisOf(sa)
    if (sa.negotiation !== null) add(byNegotiation, sa.negotiation, spis)
    if (sa.sincePacket !== undefined) add(byPacket, `${sa.trace ?? 0} ${sa.sincePacket}`, spis)
  }
  const by = ({ messages }: Exchange) => {
    if (byPacket.size === 0) return none
    const all: string[] = []
    for (const { transmissions } of messages)
      for (const { sightings } of transmissions)
        for (const { trace, packets } of sightings) for (const packet of packets) all.push(...(byPacket.get(`${trace} ${packet}`) ?? none))
    return all
  }
  const it = { byNegotiation, by }
  known.set(report, it)
  return it
}

function spisOf({ spis: { toInitiator, toResponder } }: SecurityAssociation): readonly string[] {
  return [toInitiator, toResponder].flatMap(spi => spi ?? [])
}

function add(map: Map<string, string[]>, key: string, spis: readonly string[]): void {
  const list = map.get(key)
  if (list) list.push(...spis)
  else map.set(key, [...spis])
}

/** Fewer digits may be anything, unless they are said to be an SPI's. */
const FEW = 4

/** The SPI that a word asks for by its first digits. */
export function begunBy(spis: readonly string[], { key, value }: Term): string | undefined {
  const digits = value.replace(/^0x/, '')
  return key === 'spi' || (key === undefined && digits.length >= FEW) ? spis.find(spi => spi.startsWith(digits)) : undefined
}
