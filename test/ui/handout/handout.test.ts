import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { report as command } from '../../../src/cli/commands/report.ts'
import type { Output } from '../../../src/cli/output.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { type HandoutFacts, handoutFacts } from '../../../src/ui/handout/facts.ts'
import { htmlOf } from '../../../src/ui/handout/handout.tsx'
import { cuts } from '../../../src/ui/handout/Ladders.tsx'
import { notKnown } from '../../../src/ui/handout/unknown.ts'
import { xml } from '../../support/picture/xml.ts'
import { onDisk } from '../../support/recordings/index.ts'
import { scratch } from '../../support/scratch.ts'

const lab = fileURLToPath(new URL('../../../captures/lab/', import.meta.url))
const pair = ['a', 'b'].map(end => `${lab}v1_cert_fragdrop_both/${end}.pcap`)
const silent: Output = { write: async () => {}, line: async () => {} }

/** Its elements and words, read as strictly as XML: what is written is HTML whose void elements alone are not closed. */
function read(html: string) {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!
  const strict = html
    .replace(/^<!doctype html>\n/, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<meta [^>]*>/g, tag => (tag.endsWith('/>') ? tag : tag.replace(/>$/, '/>')))
  return { style, ...xml(strict.trim()) }
}

type Elements = ReturnType<typeof read>['elements']

function linksIn(elements: Elements): string[] {
  return elements.flatMap(({ name, attributes }) => (name === 'a' ? [attributes.href!] : []))
}

/** Links that lead nowhere. */
function deadIn(elements: Elements): string[] {
  const ids = new Set(elements.map(({ attributes }) => attributes.id))
  return linksIn(elements).filter(link => !ids.has(link.slice(1)))
}

async function factsOf(...paths: readonly string[]): Promise<HandoutFacts> {
  const opened = await openSession(paths.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  return handoutFacts(opened.session, await opened.session.report(), 'ikescope, 2024-05-01')
}

let facts: HandoutFacts
const folder = scratch()

beforeAll(async () => {
  facts = await factsOf(...pair)
})

describe('a report that is handed on', () => {
  test('has the verdict, the ladder, evidence, what is not known, the files', async () => {
    const out = join(mkdtempSync(join(folder, 'html-')), 'x.html')
    expect(await command.run([...pair, '--html', out], silent)).toBe(1)
    const { text, elements } = read(readFileSync(out, 'utf8'))
    const digest = createHash('sha256').update(readFileSync(pair[0]!)).digest('hex')
    for (const says of [
      facts.report.findings[0]!.title,
      'Root cause',
      'lost on the way',
      'What is not known',
      'no key for it was given',
      "In a Windows host's log",
      'negotiation failed: no response from peer. Failure point: Me. Processed second (KE) payload, after the end of the capture',
      'the capture cannot show whether it came so',
      digest,
      'MM5 of 6; MM5 sent 6×',
      'B (198.51.100.20) says so itself: ICMP "fragment reassembly time exceeded" (B15, B16, B19, B23, B24 and B30)',
      'ICMP, fragment reassembly time exceeded',
    ])
      expect(text).toContain(says)
    expect(linksIn(elements).length).toBeGreaterThan(5)
    expect(deadIn(elements)).toEqual([])
  })

  test('packets in a row that bear the same out have one cell for it', async () => {
    const facts = await factsOf(...pair)
    const texts = facts.evidence.map(({ findings }) => findings.map(({ title }) => title).join())
    const { elements } = read(htmlOf(facts))
    const spans = elements.flatMap(({ attributes }) => (attributes.rowSpan ? [Number(attributes.rowSpan)] : []))
    expect(spans.reduce((sum, span) => sum + span, 0)).toBe(facts.evidence.length)
    expect(spans).toHaveLength(texts.filter((text, i) => text !== texts[i - 1]).length)
    expect(Math.max(...spans)).toBeGreaterThan(1)
  })

  test('every packet that a sentence names has its row in the evidence', async () => {
    const { text, elements } = read(htmlOf(await factsOf(`${lab}v1_natt_ok/a.pcap`, `${lab}v1_natt_ok/b.pcap`)))
    expect(text).toContain('port 4500 from packet A7 on')
    expect(deadIn(elements)).toEqual([])
  })

  test('runs nothing and fetches nothing: the policy lets in its own style and no more', () => {
    const { elements, style } = read(htmlOf(facts))
    expect(elements.filter(({ name }) => /script|link|img|image|iframe|object|embed|form|use|foreignObject/i.test(name))).toEqual([])
    const policy = elements.find(({ attributes }) => attributes['http-equiv'])!.attributes.content
    const digest = createHash('sha256').update(style).digest('base64')
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`)
    expect(style).not.toMatch(/@import|url\((?!#)|var\(|<\//)
  })

  test('says what somebody calls the hosts and wrote beside packets', async () => {
    const opened = await openSession(pair.map(onDisk))
    if (!opened.ok) throw new Error(opened.why)
    const manner = { names: new Map([['192.0.2.10', 'Branch <1>']]), notes: [{ trace: 0, packet: 7, text: 'the firewall & I' }] } as const
    const { text } = read(htmlOf(await handoutFacts(opened.session, await opened.session.report(), 'now', manner)))
    for (const says of ['Branch <1>, 192.0.2.10', 'A (Branch <1>)', 'Noted by hand', 'A7', 'the firewall & I']) expect(text).toContain(says)
    expect(text).not.toContain('A (192.0.2.10)')
  })

  test('a refused offer stands in it, way by way, and the packet that refuses it is called by the refusal', async () => {
    const { text } = read(htmlOf(await factsOf(`${lab}v1_noprop_p1/a.pcap`, `${lab}v1_noprop_p1/b.pcap`)))
    for (const says of [
      'Offer and answer',
      '198.51.100.20 refused the offer: NO-PROPOSAL-CHOSEN.',
      'Offered by 192.0.2.10',
      'AES-CBC 128',
      'MM1, packet A3, answered by Informational, packet B4',
      'IKE, Informational NO-PROPOSAL-CHOSEN',
    ])
      expect(text).toContain(says)
    expect(text).not.toContain('Informational N ')
  })

  test('the bytes of the packets and the size of the file are told apart', () => {
    const { bytes, packets } = facts.report.traces[0]!
    const grouped = (number: number) => number.toLocaleString('en')
    const { text } = read(htmlOf(facts))
    expect(facts.files[0]!.size).not.toBe(bytes)
    expect(text).toContain(`a file of ${grouped(facts.files[0]!.size)} bytes`)
    expect(text).toMatch(new RegExp(`${packets} in [^,]+, ${grouped(bytes)} bytes`))
  })

  test('what followed says how sure it is, what it rests on, what else it could be; notes that are not certain are not known', async () => {
    const { text } = read(htmlOf(await factsOf(`${lab}v1_pmtu_blackhole/a.pcap`, `${lab}v1_pmtu_blackhole/b.pcap`)))
    const after = text.slice(text.indexOf('Followed by: TCP agreed on segments of 1,460 bytes'))
    for (const says of [
      'Likely. A full segment makes a packet of 1,500 bytes',
      'The SYN in packet A21 says 1,460 bytes.',
      'See packet A34',
      'It could also be: The sender knows the path MTU',
      'Try next: Set the MSS',
    ])
      expect(after.slice(0, after.indexOf('Ladder'))).toContain(says)
    expect(text).toContain('“TCP agreed on segments of 1,460 bytes, too large for IPsec on this path” is likely, not certain.')
  })

  test('where no finding is about an offer, none stands in it', () => {
    expect(read(htmlOf(facts)).text).not.toContain('Offer and answer')
  })

  test('one end alone says what that means; a healthy pair has no fault', async () => {
    expect(notKnown((await factsOf(pair[0]!)).report)[0]).toMatch(/^Only one end was captured/)
    const { text } = read(htmlOf(await factsOf(`${lab}v2_psk_ok/a.pcap`, `${lab}v2_psk_ok/b.pcap`)))
    expect(text).toContain('No fault found')
  })

  test('what became of a message that an ICMP error returned is known', async () => {
    const { report } = await factsOf(`${lab}v1_path_rejected/a.pcap`, `${lab}v1_path_rejected/b.pcap`)
    expect(notKnown(report).join()).not.toContain('What became of')
    const [first] = report.icmpErrors!
    for (const icmpErrors of [[], [{ ...first!, means: 'source quench' }]])
      expect(notKnown({ ...report, icmpErrors })).toContain('What became of 3 of the messages sent, neither capture tells.')
    expect(notKnown({ ...report, icmpErrors: [first!] })).toContain('What became of 2 of the messages sent, neither capture tells.')
  })

  test.each([
    [[pair[0]!], /report takes --html OUT/],
    [['--html', 'x'], /report takes one file, those of both ends, or a third one/],
    [[pair[0]!, '--html', 'x', '--offset', '1'], /--offset relates/],
    [[pair[0]!, '--html', 'x', '--between', 'r'], /--between stands between two files/],
    [[pair[0]!, '--html', 'x', '--pdf'], /unknown option --pdf/],
  ])('wrong usage: %j', async (args, says) => {
    await expect(command.run(args, silent)).rejects.toThrow(says)
  })
})

describe('what strangers wrote', () => {
  const nasty = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=y>',
    '</style><b>',
    '@@style@@',
    '@@signed@@',
    '\u202egnp.exe',
    '\0\x1b[31m',
  ]
  const hostile = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 30 }))

  /** The same with every text replaced, but for words that stand for one of a few and addresses of packets. */
  function spoiled<T>(value: T, text: (before: string) => string, key = ''): T {
    if (typeof value === 'string') return (kept.has(key) ? value : text(value)) as T
    if (Array.isArray(value)) return value.map(one => spoiled(one, text, key)) as T
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoiled(one, text, name)])) as T
    return value
  }
  const kept = new Set([
    'severity',
    'confidence',
    'outcome',
    'mode',
    'clock',
    'found',
    'format',
    'fate',
    'direction',
    'place',
    'from',
    'kind',
    'weight',
    'cipher',
    'protocol',
    'translated',
    'start',
    'end',
  ])

  test('stays text in every field of the report', () => {
    const allowed = new Set(read(htmlOf(facts)).elements.map(({ name }) => name))
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 4, maxLength: 12 }), texts => {
        let at = 0
        const next = () => texts[at++ % texts.length]!
        const report: Report = spoiled(facts.report, next)
        const { elements } = read(
          htmlOf({ ...facts, report, files: spoiled(facts.files, next), evidence: spoiled(facts.evidence, next), made: next() }),
        )
        expect(elements.filter(({ name }) => !allowed.has(name))).toEqual([])
        const attributes = elements.flatMap(one => Object.entries(one.attributes))
        expect(
          attributes.filter(([name, value]) => /^on|^src|^style/i.test(name) || (name === 'href' && !/^#[AB]\d+$/.test(value))),
        ).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

test('a ladder is cut between rows, in pieces that a page holds', () => {
  const offsets = Float64Array.from({ length: 41 }, (_, i) => i * 45)
  const borders = cuts(offsets, 40)
  expect(borders[0]).toBe(0)
  expect(borders.at(-1)).toBe(40)
  for (const [i, border] of borders.slice(1).entries()) expect(offsets[border]! - offsets[borders[i]!]!).toBeLessThanOrEqual(200)
  expect(cuts(Float64Array.of(0, 900, 910), 2)).toEqual([0, 1, 2])
})
