import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { anonymise, type Wishes } from '../../../src/anonymise/index.ts'
import type { ByteSource } from '../../../src/capture/source.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory } from '../capture/collect.ts'
import { lab } from '../recordings/index.ts'

const captures = fileURLToPath(new URL('../../../captures/', import.meta.url))

/** Captures that belong together: one, or both ends. */
export interface CaptureSet {
  readonly name: string
  readonly paths: readonly string[]
}

/** Every shipped capture and every recording of the lab, each end alone and both. */
export function captureSets(): CaptureSet[] {
  const all: CaptureSet[] = []
  for (const root of [captures, lab]) {
    if (!existsSync(root)) continue
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(pcap|pcapng|cap)(\.gz)?$/.test(entry.name)) continue
      const path = join(entry.parentPath, entry.name)
      const name = `${basename(entry.parentPath)}/${entry.name}`
      all.push({ name: `${root === lab ? 'sample ' : ''}${name}`, paths: [path] })
      const other = /^a\.(pcap|pcapng|cap)$/.test(entry.name) && join(entry.parentPath, entry.name.replace('a', 'b'))
      if (other && existsSync(other)) all.push({ name: `${root === lab ? 'sample ' : ''}${name} and b`, paths: [path, other] })
    }
  }
  const shipped = new Set(all.map(set => set.name))
  return all
    .filter(({ name }) => !shipped.has(name.replace('sample ', '')) || !name.startsWith('sample '))
    .sort((one, two) => (one.name < two.name ? -1 : 1))
}

export function sourcesOf({ paths }: CaptureSet): ByteSource[] {
  return paths.map(path => memory(new Uint8Array(readFileSync(path)), basename(path)))
}

/** The anonymised files as they would lie on disk. */
export async function made(sources: readonly ByteSource[], wishes: Partial<Wishes> = {}) {
  const result = await anonymise(sources, { seed: 'a seed', ...wishes })
  if (!result.ok) throw new Error(result.why)
  return { ...result, bytes: result.files.map(file => Buffer.concat([...file.pieces()])) }
}

export async function reportOf(sources: readonly ByteSource[]): Promise<Report> {
  const opened = await openSession(sources)
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  await opened.session.close()
  return report
}

/** What a report says beside names: verdicts, and the packets that they rest on. */
export function verdicts({ findings, negotiations, traces, flows, datagrams, pair }: Report) {
  return {
    findings: findings.map(({ rule, severity, confidence, place, negotiation, evidence, consequenceOf }) => {
      return { rule, severity, confidence, place, negotiation, evidence, consequenceOf }
    }),
    negotiations: negotiations.map(({ id, version, mode, outcome, exchanges }) => {
      const messages = exchanges.map(({ messages }) => messages.map(({ name, transmissions }) => [name, transmissions]))
      return { id, version, mode, outcome, messages }
    }),
    // Records of Network Monitor that are no packets keep their place, as packets of an unknown link.
    traces: traces.map(({ packets, counts: { metadata, other, ...counts } }) => ({ packets, counts, rest: metadata + other })),
    flows: flows.map(({ protocol, packets }) => ({ protocol, packets })),
    datagrams: datagrams.map(({ identification, missing }) => ({ identification, missing })),
    pair: pair && {
      matched: pair.matched,
      onlyInA: pair.onlyInA,
      onlyInB: pair.onlyInB,
      lostAtoB: pair.lostAtoB,
      lostBtoA: pair.lostBtoA,
      modified: pair.modified,
      offset: pair.offset,
      packets: pair.packets,
      rewrites: pair.rewrites.map(({ direction, packets, first }) => ({ direction, packets, first })),
    },
  }
}
