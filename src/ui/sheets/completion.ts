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

/** What there is to complete a key with, each with what it is called. */
export type Vocabulary = Readonly<Record<string, readonly (readonly [value: string, ...names: readonly string[]])[]>>

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
  const notify = new Map<string, string[]>()
  // Some numbers mean one thing in IKEv2 and another in IKEv1.
  for (const { entries } of [notifyTypeV2, notifyTypeV1])
    for (const [value, name] of Object.entries(entries)) {
      const others = notify.get(value) ?? []
      if (!others.some(other => folded(other) === folded(name))) notify.set(value, [...others, name])
    }
  const ip = Array.from(addresses, address => [address] as const)
  return {
    ip,
    host: ip,
    port: Array.from(ports, port => [String(port)] as const),
    spi: [...spis],
    cookie: [...spis].filter(([spi]) => spi.length === 16),
    msg: Array.from(messages, name => [name] as const),
    notify: Array.from(notify, ([value, names]) => [value, ...names] as const),
  }
}

/** Ways to go on with the last word: keys while it has none, then values that begin with it or are called so. */
export function completions(text: string, words: Vocabulary): Completion[] {
  const [, before = '', last = ''] = /^((?:[^"]|"[^"]*")*?)([^\s"]*(?:"[^"]*"?)?)$/.exec(text) ?? []
  const [, key, value = ''] = /^([a-z]+):(.*)$/is.exec(last) ?? []
  if (key === undefined)
    return keys
      .filter(one => one.startsWith(last.toLowerCase()))
      .slice(0, last ? MOST : keys.length)
      .map(one => ({ text: `${before}${one}:`, shown: `${one}:` }))
  const low = folded(value.replaceAll('"', ''))
  return (words[key.toLowerCase()] ?? [])
    .filter(
      ([one, ...names]) =>
        folded(one) !== low && (folded(one).startsWith(low) || (low !== '' && names.some(name => folded(name).includes(low)))),
    )
    .slice(0, MOST)
    .map(([one, ...names]) => ({
      text: `${before}${key}:${quoted(one)} `,
      shown: quoted(one),
      ...(names.length === 0 ? {} : { says: names.join(', ') }),
    }))
}

/** A value as it is typed. */
export function quoted(value: string): string {
  return /[\s"]/.test(value) ? `"${value}"` : value
}

/** A name, however its words are joined. */
export function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[_ ]/g, '-')
}
