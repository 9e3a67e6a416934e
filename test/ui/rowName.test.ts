/** What those hear who do not see the drawing: what became of a row, its packets at each end, and what it quotes. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { geometry } from '../../src/ui/ladder/layout.ts'
import { BandMark } from '../../src/ui/ladder/marks/BandMark.tsx'
import { EdgeMark } from '../../src/ui/ladder/marks/EventMarks.tsx'
import { FoldMark } from '../../src/ui/ladder/marks/FoldMark.tsx'
import type { EdgeRow, FoldRow, MessageRow } from '../../src/ui/ladder/row.ts'
import { rowName } from '../../src/ui/ladder/rowName.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { bothEndsOf } from '../../src/ui/picture/figures.ts'
import { letters } from '../../src/ui/picture/letters.ts'
import { onDisk } from '../support/recordings/index.ts'
import { A, B, exchange, flow, fragments, message } from './sampleReport.ts'

async function namesOf(place: string): Promise<string[]> {
  const path = (end: string) => ['pcap', 'pcapng'].map(kind => `../../captures/${place}/${end}.${kind}`)
  const file = (end: string) =>
    path(end)
      .map(one => fileURLToPath(new URL(one, import.meta.url)))
      .find(existsSync)!
  const opened = await openSession([onDisk(file('a')), onDisk(file('b'))])
  if (!opened.ok) throw new Error(opened.why)
  const ladders = await bothEndsOf(opened.session, await opened.session.report())
  return ladders.flatMap(({ layout }) => layout.rows.map(rowName))
}

test('of a message in pieces which one was lost, and what an error quotes', async () => {
  const names = await namesOf('lab/v1_cert_fragdrop_both')
  expect(names).toContain(
    'MM5, left to right, encrypted, lost: fragment 1480–2355, 2 IP fragments, 2,356 bytes in all, 2,348 of them IKE, A7–8, B7, at 2.5 s',
  )
  expect(names).toContain(
    'ICMP 11/1 from 198.51.100.20, fragment reassembly time exceeded, quotes MM5, 1st copy, 31.9 s after it, 6.6 ms on the way, A19, B15, at 34.5 s',
  )
})

test('what was changed on the way, and how long a message took, where the clocks can tell', async () => {
  const names = await namesOf('lab/v1_nocsum_corrupt')
  expect(names).toContain('MM1, left to right, SA, VID ×4, 156 bytes, 2.0 ms on the way, A3, B3, at 3.2 ms')
  expect(names).toContain(
    'ESP c3e66531, sequence 11, left to right, changed on the way: in the encrypted payload, byte 99: 7b → fb, 170 bytes, A44, B44, at 8.8 s',
  )
})

test('a message that was changed says where, as far as that is known', () => {
  const row: MessageRow = {
    kind: 'message',
    id: 'MM5',
    time: 1,
    packets: [7],
    seen: [
      { packets: [7], time: 1 },
      { packets: [9], time: 1 },
    ],
    exchange: exchange({ said: [] }),
    message: message(['MM5', 'initiator', 124, ['HASH'], [[1, 7]]], 4500),
    from: 'left',
    end: 'arrived',
    copy: 1,
    copies: 1,
    modified: true,
    complete: true,
    port: 4500,
    pieces: [],
  }
  expect(rowName(row)).toMatch(/, changed on the way, 124 bytes, A7, B9, at/)
  expect(rowName(row)).toMatch(/^MM5, left to right, HASH,/)
  expect(rowName({ ...row, message: { ...row.message, decrypted: true } })).toMatch(/^MM5, left to right, decrypted, HASH,/)
  expect(rowName({ ...row, changed: ['changed', 'byte 118: 7b → fb'] })).toMatch(/, changed on the way: byte 118: 7b → fb, 124 bytes/)
  expect(rowName({ ...row, changed: ['3 bytes changed in the IKE header'] })).toMatch(
    /, changed on the way: 3 bytes in the IKE header, 124/,
  )
})

test('a band keeps how long it went on beside what was lost, in short where there is little room', () => {
  const band = {
    kind: 'band',
    id: 'b',
    time: 0,
    packets: [1, 9],
    from: 'left',
    flow: { ...flow('c0ffee01', A, B, [1, 0], [1204, 31]), packets: 1204 },
  } as const
  const said = (width: number, more: object) => {
    const d = { measure: letters, times: 'start', start: null, g: geometry(width, 1, 122), pinned: true } as const
    return renderToStaticMarkup(createElement('svg', null, createElement(BandMark, { d, row: { ...band, ...more }, onToggle: () => {} })))
      .replaceAll(/<[^>]+>/g, '')
      .replace(/^.*c0ffee01 /, '')
      .replace('1–90.000', '')
  }
  const lost = { sent: 1204, lost: 12 }
  expect([1000, 560, 400].map(width => said(width, lost))).toEqual([
    '1,204 packets, 12 lost on the way, 31.0 s',
    '1,204 packets, 12 lost, 31.0 s',
    '12 lost',
  ])
  expect([1000, 400].map(width => said(width, {}))).toEqual(['1,204 packets, 31.0 s', '1,204 packets'])
})

test('a narrow fold says the same in fewer words, and a narrow banner its first part', () => {
  const said = fragments()
  const pair = hostPairs(said, 0)[0]!
  const rows = arrange(happenings(said, 0, pair), pair, { trace: said.traces[0]!, open: new Set() })
  const fold = rows.find((row): row is FoldRow => row.kind === 'fold')!
  const drawn = (width: number) => {
    const d = { measure: letters, times: 'start', start: null, g: geometry(width, 1, 122), pinned: true } as const
    const edge: EdgeRow = { kind: 'edge', id: 'e', time: 0, packets: [], says: 'no IKE in either capture; their ESP and ICMP are shown' }
    const marks = [
      createElement(FoldMark, { key: 'f', d, row: { ...fold, fate: 'each missing a piece' }, height: 110, onToggle: () => {} }),
      createElement(EdgeMark, { key: 'e', d, row: edge }),
    ]
    const texts = [...renderToStaticMarkup(createElement('svg', null, marks)).matchAll(/<text class="s2(?: m halo)?"[^>]*>(.*?)<\/text>/gs)]
    return texts.map(([, text]) => text!.replace(/<title>.*?<\/title>/s, '')).filter(text => / s,|IKE/.test(text))
  }
  expect(drawn(1000)).toEqual([
    'over 85.6 s, each missing a piece, then no more, ICMP 11/1 to each',
    'no IKE in either capture; their ESP and ICMP are shown',
  ])
  expect(drawn(651)).toEqual(['85.6 s, none whole, then no more, ICMP 11/1 each', 'no IKE in either capture; their ESP and ICMP are shown'])
  expect(drawn(400).at(-1)).toBe('no IKE in either capture')
})
