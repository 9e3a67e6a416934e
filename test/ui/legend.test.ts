/** The legend lists the meanings that are drawn, and no others: held against the drawing of recordings that come with the project. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { samples } from '../../src/ui/ladder/Legend.tsx'
import { DrawnRows } from '../../src/ui/picture/Drawn.tsx'
import type { Figure } from '../../src/ui/picture/figure.ts'
import { bothEndsOf, laddersOf } from '../../src/ui/picture/figures.ts'
import { onDisk } from '../support/recordings/index.ts'

const shapes = {
  lost: 'class="cross" transform',
  'sent again': 'class="head-mark ag',
  refused: 'class="stop" transform="[^"]*" d="M0 -3.5V10"',
  refuses: 'class="stop" transform="[^"]*" d="M-14 -7V7"',
  'changed on the way': 'class="changed"',
  'neither capture can know': '>\\?<',
  'this capture cannot know': '>\\?<',
}

function drawn(figure: Figure): string {
  const rows = createElement(DrawnRows, { figure, first: 0, last: figure.layout.rows.length })
  return renderToStaticMarkup(createElement('svg', null, rows))
}

const places = [
  'lab/v1_cert_fragdrop_both',
  'lab/v1_netem_loss20',
  'lab/v1_nocsum_corrupt',
  'lab/v1_oneway_b_lost',
  'lab/v1_path_rejected',
  'lab/v1_pmtu_icmp',
  'lab/v1_resp_not_running',
  'lab/v2_esp_blocked',
  'lab/v2_psk_ok',
  'injected/starts-late',
]

test.each(places)('%s', async place => {
  const name = (end: string) =>
    ['pcap', 'pcapng'].map(kind => fileURLToPath(new URL(`../../captures/${place}/${end}.${kind}`, import.meta.url))).find(existsSync)!
  const open = async (...ends: string[]) => {
    const opened = await openSession(ends.map(end => onDisk(name(end))))
    if (!opened.ok) throw new Error(opened.why)
    return { session: opened.session, report: await opened.session.report() }
  }
  const [both, alone] = [await open('a', 'b'), await open('a')]
  const figures = [...(await bothEndsOf(both.session, both.report)), ...(await laddersOf(alone.session, alone.report, 0))]
  expect(figures.length).toBeGreaterThan(1)
  for (const figure of figures) {
    const said = samples(figure.layout, figure.d.near).map(({ says }) => says)
    const markup = drawn(figure)
    const unsaid = figure.layout.rows.some(row => row.seen) ? 'this capture cannot know' : 'neither capture can know'
    for (const [says, shape] of Object.entries(shapes))
      if (says !== unsaid) expect([says, said.includes(says)]).toEqual([says, new RegExp(shape).test(markup)])
  }
})

test('of protected traffic that was lost the legend has the cross, and the band too', async () => {
  const files = ['a', 'b'].map(end => fileURLToPath(new URL(`../../captures/lab/v2_esp_blocked/${end}.pcap`, import.meta.url)))
  const opened = await openSession(files.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  const [figure] = await bothEndsOf(opened.session, await opened.session.report())
  expect(samples(figure!.layout).map(({ says }) => says)).toEqual(['arrived', 'lost'])
})
