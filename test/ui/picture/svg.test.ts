import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ladder } from '../../../src/cli/commands/ladder.ts'
import type { Output } from '../../../src/cli/output.ts'
import { openSession } from '../../../src/host/session.ts'
import { bothEndsOf, laddersOf } from '../../../src/ui/picture/figures.ts'
import { legible } from '../../../src/ui/picture/legible.ts'
import { letters } from '../../../src/ui/picture/letters.ts'
import { pictureStyle, plain, styleOf } from '../../../src/ui/picture/style.ts'
import { svgOf } from '../../../src/ui/picture/svg.tsx'
import { xml } from '../../support/picture/xml.ts'
import { onDisk } from '../../support/recordings/index.ts'
import { scratch } from '../../support/scratch.ts'

const lab = fileURLToPath(new URL('../../../captures/lab/', import.meta.url))
const silent: Output = { write: async () => {}, line: async () => {} }
const folder = scratch()

async function open(...names: readonly string[]) {
  const opened = await openSession(names.map(name => onDisk(lab + name)))
  if (!opened.ok) throw new Error(opened.why)
  return { session: opened.session, report: await opened.session.report() }
}

describe('a ladder as a file', () => {
  test('of both ends: messages, what was lost, who stands where, as one picture that needs nothing else', async () => {
    const out = join(folder, 'both.svg')
    const pair = ['a', 'b'].map(end => `${lab}v1_cert_fragdrop_both/${end}.pcap`)
    expect(await ladder.run([...pair, '--svg', out], silent)).toBe(1)
    const { text, elements } = xml(readFileSync(out, 'utf8'))
    for (const says of ['192.0.2.10', 'MM5', 'lost on the way', 'never came', '4 more copies', 'both files end at 2 min 8 s']) {
      expect(text).toContain(says)
    }
    expect(elements.filter(({ name }) => ['script', 'image', 'a', 'foreignObject', 'use'].includes(name))).toEqual([])
    expect(elements[0]).toMatchObject({ name: 'svg', attributes: { xmlns: 'http://www.w3.org/2000/svg', width: '860' } })
    expect(text).not.toMatch(/var\(|calc\(|url\((?!#hatch)|@@/)
  })

  test('of one end: the far lifeline is dotted, and the question marks are there', async () => {
    const out = join(folder, 'one.svg')
    await ladder.run([`${lab}v1_natt_4500_blocked/a.pcap`, '--svg', out], silent)
    const { text, elements } = xml(readFileSync(out, 'utf8'))
    expect(text).toContain('this capture cannot know')
    expect(text).toContain('no capture from this end')
    expect(elements.some(({ attributes }) => attributes.class === 'lane ghost')).toBe(true)
  })

  test.each([
    [['--svg'], /--svg needs a value/],
    [['--svg', join(folder, 'none', 'x.svg')], /no such file or folder/],
    [['--sgv', 'x'], /unknown option --sgv/],
  ])('wrong usage: %j', async (more, says) => {
    await expect(ladder.run([`${lab}v1_main_psk_ok/a.pcap`, ...more], silent)).rejects.toThrow(says)
  })
})

describe('what strangers wrote', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=y>',
      ']]>',
      '&lt;b&gt;',
      '@@style@@',
      '\u202egnp.exe',
      '\0\x1b[31m',
      '\ud800',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )

  test('in names, titles, vendor ids and captions stays text', async () => {
    const { session, report } = await open('v1_cert_fragdrop_both/a.pcap')
    const figures = await laddersOf(session, report, 0)
    const allowed = new Set(xml(svgOf(figures).svg).elements.map(({ name }) => name))
    fc.assert(
      fc.property(hostile, hostile, hostile, (one, other, third) => {
        const figure = {
          ...figures[0]!,
          caption: one,
          left: { ...figures[0]!.left, address: other, place: third, nat: { badge: 'NAT' as const, says: one } },
          names: new Map([[other, third]]),
          layout: {
            ...figures[0]!.layout,
            rows: figures[0]!.layout.rows.map(row =>
              row.kind === 'message'
                ? { ...row, message: { ...row.message, name: other, payloads: [third, one] } }
                : row.kind === 'start'
                  ? { ...row, title: third }
                  : row,
            ),
          },
        }
        const { elements } = xml(svgOf([figure]).svg)
        expect(elements.filter(({ name }) => !allowed.has(name))).toEqual([])
        expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter(key => /^on|href/i.test(key))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('what XML cannot hold becomes a sign that says so', () => {
    expect(legible('a\0b\u202ec\ud800d\u0085\ufffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd\ufffd')
    expect(legible('Zürich 🔑 \t\n')).toBe('Zürich 🔑 \t\n')
  })
})

test('more rows than anybody can look at are left out, and counted', async () => {
  const { session, report } = await open('v2_rekey/a.pcap', 'v2_rekey/b.pcap')
  const [figure] = await bothEndsOf(session, report)
  const { height, svg } = svgOf([figure!], { tallest: 400 })
  expect(height).toBeLessThan(600)
  expect(xml(svg).text).toMatch(/seconds since A began; \d+ more rows are left out/)
})

test('letters are as wide as Chromium draws them', () => {
  expect(letters('IKE_SA_INIT request SA, KE, Nonce, N(NAT_DETECTION_SOURCE_IP) ×2', false)).toBeCloseTo(448.4, -1)
  expect(letters('MM5', true)).toBeGreaterThan(letters('MM5', false))
})

test('tokens are written out', () => {
  expect(plain('/* x */ a { fill: var(--paper); font-size: var(--t-small); }')).toBe('a{fill: #ffffff;font-size: 11.5px;}')
})

test('a picture has the rules for what is drawn in it, and no others', () => {
  const style = styleOf('<line class="msg ag"></line><text class="p e">')
  expect(style.split('\n').map(rule => rule.slice(0, rule.indexOf('{')))).toEqual([
    'svg text',
    'svg .s,svg .p',
    'svg .p',
    'svg .e',
    '.msg',
    '.msg.ag',
  ])
  expect(pictureStyle.split('\n').every(rule => /^[^{}]+\{[^{}]*\}$/.test(rule))).toBe(true)
})
