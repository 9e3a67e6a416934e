import { readCapture } from '../../../src/capture/index.ts'
import { memory } from '../capture/collect.ts'

/** The packets of a capture in memory. */
export async function collected(file: Uint8Array): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  await readCapture(memory(file), { record: ({ bytes, start, end }) => void all.push(bytes.slice(start, end)) })
  return all
}
