import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Layer } from '../../../src/dissectors/layer.ts'
import { packet } from '../../../src/dissectors/packet.ts'
import { told } from '../../support/capture/collect.ts'
import { corpus, onDisk } from '../../support/recordings/index.ts'

const folder = join(corpus, 'oracle')
const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json.gz')) : []

type Json = Readonly<Record<string, unknown>>

/** The outermost ESP and AH of tshark's packets, by number (behind IPv6 it hangs AH below); fragments are another question. */
function answers(path: string): Map<number, { esp?: Json; ah?: Json }> {
  const packets: { _source: { layers: Record<string, Json> } }[] = JSON.parse(gunzipSync(readFileSync(path)).toString())
  const whole = packets.filter(({ _source: { layers } }) => !JSON.stringify(layers.ip ?? layers.ipv6 ?? {}).includes('reassembled'))
  return new Map(
    whole.map(({ _source: { layers } }) => [
      Number(layers.frame?.['frame.number']),
      { esp: first(layers.esp), ah: first(layers.ah ?? (layers.ipv6?.ah as Json | undefined)) },
    ]),
  )
}

function first(layer: Json | Json[] | undefined): Json | undefined {
  return Array.isArray(layer) ? layer[0] : layer
}

function find<K extends Layer['kind']>(layers: readonly Layer[], kind: K) {
  return layers.find((layer): layer is Extract<Layer, { kind: K }> => layer.kind === kind)
}

describe.skipIf(files.length === 0)('ESP and AH as tshark 4.0.17 reads them', () => {
  let esp = 0
  let ah = 0

  test.each(files)('%s', async file => {
    const theirs = answers(join(folder, file))
    if (![...theirs.values()].some(t => t.esp ?? t.ah)) return
    const { records } = await told(onDisk(join(corpus, 'files', file.replace(/\.json\.gz$/, '').replaceAll('__', '/'))))
    for (const record of records) {
      const { layers } = packet(record.data, record.original, record.linkType)
      const they = theirs.get(record.number)
      const [ourEsp, ourAh] = [find(layers, 'esp'), find(layers, 'ah')]
      if (they?.esp && 'esp.sequence' in they.esp) {
        expect([ourEsp?.spi, ourEsp?.sequence], `packet ${record.number}`).toEqual([
          Number(they.esp['esp.spi']),
          Number(they.esp['esp.sequence']),
        ])
        esp++
      }
      if (they?.ah && 'ah.icv' in they.ah) {
        expect(ourAh, `packet ${record.number}`).toMatchObject({
          spi: Number(they.ah['ah.spi']),
          sequence: Number(they.ah['ah.sequence']),
          nextHeader: Number(they.ah['ah.next_header']),
          // a Payload Len below the fixed fields leaves none
          icvLength: Math.floor((String(they.ah['ah.icv']).length + 1) / 3),
        })
        ah++
      }
    }
  })

  test('there was something to compare', () => {
    expect(esp).toBeGreaterThan(100)
    expect(ah).toBeGreaterThan(50)
  })
})
