import { Kind } from '../../dissectors/sort.ts'
import type { History } from '../history.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import type { Packets } from '../packets/packets.ts'
import { hexSpi } from '../protected/securityAssociation.ts'
import type * as Report from '../report.ts'
import type { IcmpError, Quoted } from './icmpErrors.ts'
import { icmpMeaning } from './icmpMeaning.ts'
import { quotedPackets } from './icmpQuotes.ts'

/** ICMP errors for the report, each with the packet that it quotes and the negotiation that packet belongs to. */
export function icmpReports({ trace, courses }: History, ids: ReadonlyMap<Course, string>, number: 0 | 1): Report.IcmpError[] {
  const { packets, datagrams, icmpErrors } = trace
  if (icmpErrors.all.length === 0) return []
  const byNumber = new Map(courses.map(course => [course.negotiation, ids.get(course)]))
  const byHosts = hostsOf(courses, ids)
  return quotedPackets(packets, icmpErrors.all, datagrams.reassembly.datagrams).map(([error, packet]) => {
    const { about, quoted } = error
    const isOther = !about && packet === undefined && quoted !== undefined && quoted.spi === undefined && quoted.fragmentOffset === 0
    const spi = quoted?.spi ?? spiOf(packets, about ? undefined : packet)
    const isIpsec = quoted && (spi !== undefined || quoted.protocol === 50 || quoted.protocol === 51)
    const negotiation = about ? byNumber.get(about.message.negotiation) : isIpsec ? byHosts.get(`${quoted.from} ${quoted.to}`) : undefined
    return one(error, number, {
      ...(packet === undefined ? {} : { packet }),
      ...(negotiation ? { negotiation } : {}),
      ...(spi === undefined ? {} : { spi: hexSpi(spi) }),
      ...(isOther ? otherwise(quoted) : {}),
    })
  })
}

/** The SPI of a quoted packet that was found, where ESP was quoted in UDP too shortly to name it. */
function spiOf(packets: Packets, packet: number | undefined): number | undefined {
  if (packet === undefined || packets.kind(packet - 1) !== Kind.udpEncapsulatedEsp) return undefined
  return packets.flows.selector(packets.flow(packet - 1))
}

/** What is known of a quoted packet that neither its number nor an SPI names. */
function otherwise({ protocol, sourcePort, destinationPort }: Quoted): Pick<NonNullable<Report.IcmpError['quotes']>, 'protocol' | 'ports'> {
  return { protocol, ...(sourcePort === undefined || destinationPort === undefined ? {} : { ports: [sourcePort, destinationPort] }) }
}

/** The last negotiation between two addresses, either way. */
function hostsOf(courses: readonly Course[], ids: ReadonlyMap<Course, string>): Map<string, string> {
  const all = new Map<string, string>()
  for (const course of courses) {
    for (const a of addressesOf(course.negotiation, 0)) {
      for (const b of addressesOf(course.negotiation, 1)) {
        all.set(`${a} ${b}`, ids.get(course)!)
        all.set(`${b} ${a}`, ids.get(course)!)
      }
    }
  }
  return all
}

function one(error: IcmpError, trace: 0 | 1, about: Omit<NonNullable<Report.IcmpError['quotes']>, 'from' | 'to'>): Report.IcmpError {
  const { packet, time, from, to, type, code, mtu, quoted } = error
  return {
    trace,
    packet,
    time,
    from,
    to,
    type,
    code,
    means: icmpMeaning(error.version, type, code),
    ...(mtu === undefined ? {} : { mtu }),
    ...(quoted ? { quotes: { ...about, from: quoted.from, to: quoted.to } } : {}),
  }
}
