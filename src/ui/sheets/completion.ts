import { notifyTypeV1 } from '../../dissectors/ike/names/notifyV1.ts'
import { notifyTypeV2 } from '../../dissectors/ike/names/notifyV2.ts'
import { keys } from '../../host/query.ts'
import type { Report } from '../../trace/report.ts'
import { type Slices, STEPS, whole } from '../slices.ts'

/** How what is typed may go on. */
export interface Completion {
  /** The whole text then. */
  readonly text: string
  readonly shown: string
  readonly says?: string
}

/** What there is to complete a key with. */
export type Vocabulary = Readonly<Record<string, readonly (readonly [value: string, says?: string])[]>>

const MOST = 8

/** The values that a report and the registries offer for each key. */
export function vocabulary(report: Report): Vocabulary {
  return whole(gathering(report))
}

/** The same in slices. */
export function* gathering(report: Report): Slices<Vocabulary> {
  const addresses = new Set<string>()
  const ports = new Set<number>()
  const spis = new Map<string, string>()
  const messages = new Set<string>()
  let steps = 0
  for (const { initiator, responder, initiatorSpi, responderSpi, exchanges } of report.negotiations) {
    for (const { address, port } of [initiator, responder]) {
      addresses.add(address)
      ports.add(port)
    }
    spis.set(initiatorSpi, initiator.address)
    if (responderSpi) spis.set(responderSpi, responder.address)
    for (const exchange of exchanges)
      for (const { name, transmissions } of exchange.messages) {
        messages.add(name)
        if (++steps % STEPS === 0) yield
        // Each capture has its own addresses and ports where something on the way translates them.
        for (const { sightings } of transmissions)
          for (const { source, destination } of sightings)
            for (const end of [source, destination]) {
              if (end) addresses.add(end.address)
              if (end) ports.add(end.port)
            }
      }
  }
  for (const { spi, from, to } of report.flows) {
    spis.set(spi, `${from} to ${to}`)
    addresses.add(from)
    addresses.add(to)
  }
  const notify = new Map<string, string>()
  for (const { entries } of [notifyTypeV2, notifyTypeV1]) for (const [value, name] of Object.entries(entries)) notify.set(value, name)
  const ip = Array.from(addresses, address => [address] as const)
  return {
    ip,
    host: ip,
    port: Array.from(ports, port => [String(port)] as const),
    spi: [...spis],
    cookie: [...spis].filter(([spi]) => spi.length === 16),
    msg: Array.from(messages, name => [name.includes(' ') ? `"${name}"` : name] as const),
    notify: [...notify],
  }
}

/** Ways to go on with the last word: keys while it has none, then values that begin with it or are called so. */
export function completions(text: string, words: Vocabulary): Completion[] {
  const [, before = '', last = ''] = /^(.*?)([^\s]*)$/s.exec(text) ?? []
  const [, key, value = ''] = /^([a-z]+):(.*)$/i.exec(last) ?? []
  if (key === undefined)
    return keys
      .filter(one => one.startsWith(last.toLowerCase()))
      .slice(0, last ? MOST : keys.length)
      .map(one => ({ text: `${before}${one}:`, shown: `${one}:` }))
  const low = value.toLowerCase()
  return (words[key.toLowerCase()] ?? [])
    .filter(
      ([one, says]) =>
        one.toLowerCase() !== low && (one.toLowerCase().startsWith(low) || (low !== '' && says?.toLowerCase().includes(low))),
    )
    .slice(0, MOST)
    .map(([one, says]) => ({ text: `${before}${key}:${one} `, shown: one, ...(says === undefined ? {} : { says }) }))
}
