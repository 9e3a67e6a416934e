/** An ICMP error is tied to what it quotes: to the band of protected traffic as long as that is closed, else to the packet itself. */
import { fileURLToPath } from 'node:url'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { joined } from '../../src/ui/bothEnds/rows.ts'
import { type Layout, layout } from '../../src/ui/ladder/layout.ts'
import { bandText } from '../../src/ui/ladder/marks/BandMark.tsx'
import { withOpened } from '../../src/ui/ladder/opened.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { Ties } from '../../src/ui/ladder/Ties.tsx'
import { tied } from '../../src/ui/ladder/tied.ts'
import { bothEndsOf, laddersOf } from '../../src/ui/picture/figures.ts'
import { letters } from '../../src/ui/picture/letters.ts'
import { halves } from '../../src/ui/sideBySide/layout.ts'
import { onDisk } from '../support/recordings/index.ts'

async function pairOf(place: string) {
  const files = ['a', 'b'].map(end => fileURLToPath(new URL(`../../captures/lab/${place}/${end}.pcap`, import.meta.url)))
  const opened = await openSession(files.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  return { session: opened.session, report: await opened.session.report() }
}

const of = <K extends Row['kind']>(rows: readonly Row[], kind: K) =>
  rows.filter((row): row is Extract<Row, { kind: K }> => row.kind === kind)

test('both ends: to the band that holds the packet, which says that it was refused and not that it was lost', async () => {
  const { report } = await pairOf('v1_pmtu_icmp')
  const rows = joined(report, lanes(report)[0]!)
  const [error] = of(rows, 'icmp')
  const band = of(rows, 'band').find(row => row.id === error!.quotes)!
  expect([error!.quoted, error!.after]).toEqual(['ESP cab94d97', undefined])
  expect([band.flow.spi, band.lost, band.refused]).toEqual(['cab94d97', 1, 1])
  expect(bandText(band)).toBe('102 packets, 1 refused on the way, not encrypted, 8.3 s')
  expect(layout(rows, 1).ties.map(({ from, to, side }) => [rows[from]!.id, rows[to]!.id, side])).toEqual([[error!.id, band.id, 'left']])
})

test('both ends: to the very packet, where it is drawn by itself, and in an open band', async () => {
  const { session, report } = await pairOf('v1_pmtu_icmp')
  const [figure] = await bothEndsOf(session, report)
  const tiedTo = (all: readonly Row[]) => {
    const { rows, ties } = layout(all, 1)
    return ties.map(({ to }) => ({ kind: rows[to]!.kind, packets: rows[to]!.packets, end: 'end' in rows[to]! ? rows[to].end : '' }))
  }
  const packet = { kind: 'single', packets: [24], end: 'refused' }
  expect(tiedTo(figure!.layout.rows)).toEqual([packet])

  const hosts = lanes(report)[0]!
  const rows = joined(report, hosts)
  const band = of(rows, 'band')[0]!
  const told = await session.carried(0, band.flow, 0, 200)
  const open = withOpened(rows, new Map([[band.id, told]]), new Set([band.id]), { onA: hosts.onA })
  expect(tiedTo(tied(open, 0))).toEqual([packet])
})

test('side by side: in the outer margin of each half that has both, also of an error far below what it quotes', async () => {
  const { session, report } = await pairOf('v1_cert_fragdrop_both')
  const [figure] = await bothEndsOf(session, report)
  const { a, b } = halves(1255, 1)
  const at = (half: 0 | 1, laid: Layout, first: number) => {
    const d = { measure: letters, times: 'start', start: null, g: half === 0 ? a : b, half } as const
    const markup = renderToStaticMarkup(createElement('svg', null, createElement(Ties, { d, layout: laid, first, last: laid.rows.length })))
    return Array.from(markup.matchAll(/class="tie[^"]*" d="M([\d.]+)/g), ([, x]) => Number(x))
  }
  const laid = figure!.layout
  const below = laid.rows.findIndex(row => row.kind === 'icmp')
  for (const first of [0, below]) {
    expect(at(0, laid, first)).toEqual([a.left - 54, a.left - 54])
    expect(at(1, laid, first)).toEqual([b.right + 54, b.right + 54])
  }
  const onlyA = layout(
    laid.rows.map(row => (row.kind === 'icmp' && row.seen ? { ...row, seen: [row.seen[0], undefined] } : row)),
    1,
  )
  expect([at(0, onlyA, 0).length, at(1, onlyA, 0).length]).toEqual([2, 0])
})

test('of a message in pieces the router refused the one that its error quotes, and no other', async () => {
  const files = ['a', 'b'].map(end => fileURLToPath(new URL(`../../captures/composed/ipv6-packet-too-big/${end}.pcap`, import.meta.url)))
  const ends = async (...paths: string[]) => {
    const opened = await openSession(paths.map(onDisk))
    if (!opened.ok) throw new Error(opened.why)
    const report = await opened.session.report()
    const [figure] = await (paths.length > 1 ? bothEndsOf(opened.session, report) : laddersOf(opened.session, report, 0))
    const first = of(figure!.layout.rows, 'message').find(row => row.message.name === 'MM5')!
    return [first.end, ...first.pieces.map(piece => piece.end)]
  }
  expect(await ends(...files)).toEqual(['refused', 'refused', 'arrived'])
  expect(await ends(files[0]!)).toEqual(['refused', 'refused', 'unknown'])
})
