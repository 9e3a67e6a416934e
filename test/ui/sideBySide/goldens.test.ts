/** What side by side says of recordings, half by half, as text: `UPDATE=1 npx vitest run test/ui/sideBySide`, then read the difference. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import { lanes } from '../../../src/ui/bothEnds/lanes.ts'
import { bothEndsOf } from '../../../src/ui/picture/figures.ts'
import { letters } from '../../../src/ui/picture/letters.ts'
import { closed } from '../../../src/ui/sideBySide/closed.ts'
import { halves } from '../../../src/ui/sideBySide/layout.ts'
import { SideRung } from '../../../src/ui/sideBySide/SideRung.tsx'
import { onDisk } from '../../support/recordings/index.ts'

const places = [
  'lab/v1_cert_fragdrop_both',
  'lab/v1_oneway_b_lost',
  'lab/v1_natt_4500_blocked',
  'lab/v1_nocsum_corrupt',
  'lab/v1_netem_loss20',
  'lab/v2_rekey',
  'injected/starts-late',
  'injected/ends-early',
  'injected/port-filter-stated',
  'composed/ipv6-packet-too-big',
]

const { a, b, clock } = halves(1255, 1)
const drawing = { measure: letters, times: 'start', start: null } as const

/** One row as both halves and the clock between them say it: `left | time | right`. */
function inWords(markup: string): string {
  const columns: [string[], string[], string[]] = [[], [], []]
  for (const [, attributes, inner] of markup.matchAll(/<text([^>]*)>(.*?)<\/text>/gs)) {
    const x = Number(/ x="([-\d.]+)"/.exec(attributes!)?.[1])
    const column = x < a.right + 1 ? 0 : x > b.left - 1 ? 2 : 1
    columns[column].push(
      inner!
        .replaceAll(/<title>.*?<\/title>|<[^>]+>/g, '')
        .replaceAll('&#x27;', "'")
        .replaceAll('&gt;', '>'),
    )
  }
  if (markup.includes('class="cross"')) columns[1].push('x')
  return columns.map(said => said.join(' / ')).join(' | ')
}

async function told(place: string): Promise<string> {
  const name = (end: string) => ['pcap', 'pcapng'].map(kind => folder(`${place}/${end}.${kind}`)).find(existsSync)!
  const opened = await openSession([onDisk(name('a')), onDisk(name('b'))])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const lines: string[] = []
  for (const { layout, pair } of await bothEndsOf(opened.session, report)) {
    const hosts = lanes(report).find(one => one.key === pair.key)!
    const shut = ([0, 1] as const).map(trace => closed(layout.rows, report, hosts.onA, trace))
    layout.rows.forEach((row, i) => {
      const stretches = shut.map(all => all.find(({ from, until }) => from <= i && i < until))
      const rung = createElement(SideRung, {
        left: { ...drawing, g: a, half: 0 },
        right: { ...drawing, g: b, half: 1 },
        clock,
        row,
        height: layout.offsets[i + 1]! - layout.offsets[i]!,
        shut: [stretches[0] !== undefined, stretches[1] !== undefined],
        toggle: () => {},
      })
      const begins = stretches.map(one => (one?.from === i ? `[${one.says}` : one ? '[' : ''))
      const [left, time, right] = inWords(renderToStaticMarkup(createElement('svg', null, rung))).split(' | ')
      lines.push([begins[0] || left, time, begins[1] || right].join(' | ').trimEnd())
    })
  }
  return `${lines.join('\n')}\n`
}

function folder(name: string): string {
  return fileURLToPath(new URL(`../../../captures/${name}`, import.meta.url))
}

test.each(places)('%s', async place => {
  const golden = fileURLToPath(new URL(`${place.split('/')[1]}.txt`, import.meta.url))
  const now = await told(place)
  if (process.env.UPDATE || !existsSync(golden)) writeFileSync(golden, now)
  expect(now).toBe(readFileSync(golden, 'utf8'))
})
