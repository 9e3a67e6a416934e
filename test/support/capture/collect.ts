import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type ReadOptions, readCapture } from '../../../src/capture/index.ts'
import type { Capture, DropPlace, Interface, NoCapture, Record } from '../../../src/capture/record.ts'
import type { ByteSource } from '../../../src/capture/source.ts'
import type { Weight } from '../../../src/dissectors/field.ts'

/** A record as it was when the reader handed it out. */
export type Kept = Omit<Record, 'bytes' | 'start' | 'end'> & { readonly data: Uint8Array }

/** All that a reader told. */
export interface Told {
  readonly result: Capture | NoCapture
  readonly records: Kept[]
  readonly interfaces: Interface[]
  readonly comments: { text: string; packet: number | undefined }[]
  readonly names: [address: string, name: string][]
  readonly problems: { packet: number; weight: Weight; says: string }[]
  readonly processes: { packet: number; path: string; id: number }[]
  dropped: number
  readonly drops: DropPlace[]
}

/** A file in memory. */
export function memory(bytes: Uint8Array, name = 'file'): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (position, into) => {
      const part = bytes.subarray(position, position + into.length)
      into.set(part)
      return part.length
    },
  }
}

export function onDisk(path: string): ByteSource {
  return memory(new Uint8Array(readFileSync(path)), basename(path))
}

export async function told(source: ByteSource | Uint8Array, options: ReadOptions = {}, signal?: AbortSignal): Promise<Told> {
  const from = source instanceof Uint8Array ? memory(source) : source
  const all: Omit<Told, 'result'> = {
    records: [],
    interfaces: [],
    comments: [],
    names: [],
    problems: [],
    processes: [],
    dropped: 0,
    drops: [],
  }
  const result = await readCapture(
    from,
    {
      record: ({ bytes, start, end, ...rest }) => all.records.push({ ...rest, data: bytes.slice(start, end) }),
      interface: description => all.interfaces.push(description),
      comment: (text, packet) => all.comments.push({ text, packet }),
      hostName: (address, name) => all.names.push([address, name]),
      problem: (packet, { weight, says }) => all.problems.push({ packet, weight, says }),
      process: (packet, path, id) => all.processes.push({ packet, path, id }),
      dropped: (packets, places = []) => {
        all.drops.push(...places)
        all.dropped += packets
      },
    },
    signal,
    options,
  )
  return { ...all, result }
}

/** Short proof that two packets hold the same. */
export function digest(data: Uint8Array): string {
  return createHash('md5').update(data).digest('hex')
}
