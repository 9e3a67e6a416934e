import { parseDocument } from 'yaml'
import { isDay } from '../trace/instant.ts'
import { fileFormats } from './files/index.ts'
import { type Fault, readFaults } from './inject/index.ts'
import { DURATION, Unclear, Words, within } from './inject/words.ts'
import { DELAY, type Limits, MTU, SEED, TICKET, YEARS, ZONE } from './limits.ts'
import { stacks } from './stacks.ts'

// A scenario as people write it: YAML, read by the `yaml` package, because a format with comments, lists and names is what a
// trainer can write by hand, and reading it is not what this project is for.

/** One end, as the scenario has it. */
export interface HostPlan {
  readonly address: string
  readonly stack: string
  /** Machine and realm, `client$@CORP.EXAMPLE`; of Kerberos and of identities. */
  readonly name: string
  /** What it does with IKE: answers, has nobody listening (ICMP port unreachable), stays silent, or asks and hears no answer. */
  readonly ike: (typeof HEARING)[number]
  readonly nat: NatPlan | undefined
  /** Its network card encrypts and decrypts: the capture on it shows ESP with its inside in the clear. */
  readonly offloads: boolean
}

/** What a host can do with IKE, in the words of the story. */
export const HEARING = ['answers', 'closed', 'silent', 'deaf'] as const

/** A NAT in front of a host: the address it gives, and whether it changes ports too. */
export interface NatPlan {
  readonly address: string
  readonly ports: boolean
}

/** A whole scenario file, with what it leaves out filled in. */
export interface Scenario {
  readonly title: string
  readonly shows: string
  readonly hosts: { readonly a: HostPlan; readonly b: HostPlan }
  /** Seconds, one way. */
  readonly delay: number
  readonly mtu: number
  /** What a router on the way can pass on of packets that must not be cut. */
  readonly narrow: number
  readonly faults: readonly Fault[]
  /** Seconds since 1970. */
  readonly start: number
  readonly formats: readonly [string, string]
  /** Seconds that local time is ahead of UTC at each end. */
  readonly zones: readonly [number, number]
  readonly esp: '3des' | 'aes' | 'null'
  /** What protects the traffic. */
  readonly protocol: 'esp' | 'ah'
  readonly seed: number
  /** Octets of a Kerberos ticket's encrypted part: group memberships make it large. */
  readonly ticket: number
  readonly story: readonly Step[]
  /** Rules that speak, and no other above a note. */
  readonly expects: readonly string[]
}

/** A step: its name, and what is said of it. */
export interface Step {
  readonly name: string
  readonly says: string
}

type Plain = Readonly<Record<string, unknown>>

/** Reads a scenario. @throws Unclear that says where and what */
export function readScenario(text: string): Scenario {
  const document = parseDocument(text)
  const [problem] = document.errors
  if (problem) throw new Unclear(problem.message.split('\n')[0]!)
  const all = plain(contentOf(document), 'the scenario')
  only(all, ['title', 'shows', 'hosts', 'path', 'captures', 'esp', 'protocol', 'seed', 'ticket', 'story', 'expects'], 'the scenario')
  const hosts = plain(all.hosts, 'hosts')
  const path = plain(all.path ?? {}, 'path')
  const captures = plain(all.captures ?? {}, 'captures')
  only(path, ['delay', 'mtu', 'narrow', 'faults'], 'path')
  only(captures, ['start', 'a', 'b'], 'captures')
  const [a, b] = [capture(captures.a, 'a'), capture(captures.b, 'b')]
  const ends = { a: host(hosts.a, 'a'), b: host(hosts.b, 'b') }
  sameVersion(ends)
  return {
    title: said(all.title, 'title'),
    shows: said(all.shows, 'shows'),
    hosts: ends,
    delay: duration(path.delay ?? '10 ms', 'delay', DELAY),
    mtu: number(path.mtu ?? 1500, 'mtu', MTU),
    narrow: number(path.narrow ?? 65_535, 'narrow', MTU),
    faults: readFaults([...playable(list(path.faults, 'faults')), ...a.faults, ...b.faults].join('\n')),
    start: startOf(String(captures.start ?? '2026-01-15T09:00:00Z')),
    formats: [a.format, b.format],
    zones: [a.zone, b.zone],
    esp: oneOf(all.esp ?? '3des', ['3des', 'aes', 'null'] as const, 'esp'),
    protocol: oneOf(all.protocol ?? 'esp', ['esp', 'ah'] as const, 'protocol'),
    seed: number(all.seed ?? 1, 'seed', SEED),
    ticket: number(all.ticket ?? 1800, 'ticket', TICKET),
    story: steps(all.story),
    expects: list(all.expects, 'expects'),
  }
}

/** What the text says, with what stands behind each alias in its place. */
function contentOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS()
  } catch (problem) {
    if (problem instanceof ReferenceError) throw new Unclear('there is an alias (*) to nothing, or there are too many')
    throw problem
  }
}

/** Seconds since 1970. */
function startOf(text: string): number {
  const start = Date.parse(text)
  if (Number.isNaN(start) || !isDay(text)) throw new Unclear(`captures: ${text} is no time`)
  within(new Date(start).getUTCFullYear(), `captures: the year of ${text}`, YEARS)
  return start / 1000
}

function host(value: unknown, end: string): HostPlan {
  const all = plain(value, `host ${end}`)
  only(all, ['address', 'stack', 'name', 'ike', 'nat', 'offloads'], `host ${end}`)
  const stack = oneOf(all.stack, Object.keys(stacks), `the stack of host ${end}`)
  const address = addressOf(said(all.address, `the address of host ${end}`))
  const ike = oneOf(all.ike ?? 'answers', HEARING, `ike of host ${end}`)
  const [, outside = '', ports] = /^(\S+)( with ports)?$/.exec(String(all.nat ?? '')) ?? []
  const nat = all.nat === undefined ? undefined : { address: addressOf(outside), ports: ports !== undefined }
  return { address, stack, name: String(all.name ?? `host-${end}$@CORP.EXAMPLE`), ike, nat, offloads: all.offloads === true }
}

/** @param like an address of the same version of IP  @throws Unclear for what is no such address */
export function addressOf(text: string, like = text): string {
  const version = like.includes(':') ? 6 : 4
  if (!(version === 6 ? isV6(text) : isV4(text))) throw new Unclear(`${text} is no IPv${version} address`)
  return text
}

function isV4(text: string): boolean {
  return /^\d+(\.\d+){3}$/.test(text) && text.split('.').every(octet => Number(octet) <= 255)
}

/** Groups of hex digits; one row of zeros may be left out. RFC 4291 §2.2. */
function isV6(text: string): boolean {
  const [front = '', back, ...more] = text.split('::')
  const groups = [front, back ?? ''].flatMap(part => (part === '' ? [] : part.split(':')))
  const count = back === undefined ? groups.length === 8 : groups.length < 8
  return more.length === 0 && count && groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))
}

/** @throws Unclear where the hosts could not speak with each other */
function sameVersion({ a, b }: Scenario['hosts']): void {
  addressOf(b.address, a.address)
  if ((a.nat ?? b.nat) && a.address.includes(':')) throw new Unclear('a NAT translates IPv4 only')
}

function capture(value: unknown, end: string): { format: string; zone: number; faults: string[] } {
  const all = plain(value ?? {}, `capture ${end}`)
  only(all, ['format', 'zone', 'clock', 'snaplen', 'twice', 'faults'], `capture ${end}`)
  const faults = [
    ...(all.clock === undefined ? [] : [`clock ${end} ${all.clock}`]),
    ...(all.snaplen === undefined ? [] : [`snaplen ${end} ${all.snaplen}`]),
    ...(all.twice === true ? [`captured twice ${end}`] : []),
    ...list(all.faults, 'faults'),
  ]
  return {
    format: oneOf(all.format ?? 'pcap', Object.keys(fileFormats), `the format of ${end}`),
    zone: duration(all.zone ?? '0 s', 'zone', ZONE),
    faults,
  }
}

function steps(value: unknown): Step[] {
  if (!Array.isArray(value) || value.length === 0) throw new Unclear('story is a list of steps')
  return value.map(step => {
    if (typeof step === 'string') return { name: step, says: '' }
    const entries = Object.entries(plain(step, 'a step of the story'))
    if (entries.length !== 1) throw new Unclear(`a step of the story has one name, not ${entries.map(([name]) => name).join(' and ')}`)
    return { name: entries[0]![0], says: String(entries[0]![1]) }
  })
}

/** A NAT would have to be known to the hosts' NAT-D hashes, and disorder to more than one packet at a time. */
function playable(faults: readonly string[]): readonly string[] {
  const odd = faults.find(line => /^(translate|reorder)\b/.test(line))
  if (odd !== undefined) throw new Unclear(`${odd}: a story cannot do that yet; inject can, in what was composed`)
  return faults
}

function plain(value: unknown, what: string): Plain {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Unclear(`${what} is missing, or has no names in it`)
  return value as Plain
}

function only(all: Plain, known: readonly string[], what: string): void {
  const odd = Object.keys(all).find(name => !known.includes(name))
  if (odd !== undefined) throw new Unclear(`${what}: ${odd} is not known; there are ${known.join(', ')}`)
}

function said(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw new Unclear(`${what} is missing`)
  return value
}

function list(value: unknown, what: string): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new Unclear(`${what} is a list`)
  return value.map(String)
}

function number(value: unknown, what: string, limits: Limits): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Unclear(`${what} is a whole number, and not ${value}`)
  return within(value, `${what} is ${value}`, limits)
}

function oneOf<T extends string>(value: unknown, known: readonly T[], what: string): T {
  const found = known.find(one => one === value)
  if (found === undefined) throw new Unclear(`${what} is ${value}; there are ${known.join(', ')}`)
  return found
}

/** Seconds of `5 s`, `20 ms`, `-1 h`. */
function duration(value: unknown, what: string, limits: Limits): number {
  const words = new Words(String(value))
  const seconds = words.quantity(what, DURATION, limits)
  words.end()
  return seconds
}
