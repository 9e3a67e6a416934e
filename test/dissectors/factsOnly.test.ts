import { describe, expect, test } from 'vitest'
import { readCapture } from '../../src/capture/index.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { capturesBelow, onDisk, recordings } from '../support/recordings/index.ts'

const all = [...capturesBelow('captures').map(path => ({ name: path, path })), ...recordings()]

describe.runIf(all.length > 0)('without a tree the facts are the same', () => {
  test.each(all)('$name', async ({ path }) => {
    const differing: number[] = []
    await readCapture(onDisk(path), {
      record({ number, bytes, start, end, original, linkType }) {
        const copy = bytes.slice(start, end)
        const bare = packet(copy, original, linkType, { factsOnly: true })
        expect(bare.tree.children).toEqual([])
        if (spelled(bare.layers) !== spelled(packet(copy, original, linkType).layers)) differing.push(number)
      },
    })
    expect(differing).toEqual([])
  })
})

function spelled(layers: unknown): string {
  return JSON.stringify(layers, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
}
