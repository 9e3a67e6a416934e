/** The captures that come with the project, seen as their user sees them: beside each lies what `ikescope analyze` and
 *  `ikescope ladder` print. UPDATE=1 writes those texts anew; then read them. What must be so whatever the text looks like
 *  stands in the table below, counted with tshark and checked against what was set up (captures/README.md). */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { analyze } from '../src/cli/commands/analyze.ts'
import { ladder } from '../src/cli/commands/ladder.ts'
import type { Output } from '../src/cli/output.ts'
import { createShelf } from '../src/shell/shelf.ts'
import { rules } from '../src/trace/findings/index.ts'
import type { Counts, Report } from '../src/trace/report.ts'

const folder = fileURLToPath(new URL('../captures/', import.meta.url))
const captures = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.(pcap|pcapng|cap|gz)$/.test(name))
  .sort()

/** What a command prints, run in this process. */
async function said(command: { run(args: readonly string[], out: Output): Promise<number> }, ...args: string[]): Promise<string> {
  let text = ''
  const write = async (piece: string) => {
    text += piece
  }
  await command.run(args, { write, line: (piece = '') => write(`${piece}\n`) })
  return text
}

const report = async (name: string): Promise<Report> => JSON.parse(await said(analyze, join(folder, name), '--json'))

describe('goldens', () => {
  test.each(captures)('%s', async name => {
    const path = join(folder, name)
    const golden = join(dirname(path), `${basename(path)}.txt`)
    const shown = [
      `$ ikescope analyze ${basename(path)}`,
      await said(analyze, path),
      `$ ikescope ladder ${basename(path)}`,
      await said(ladder, path),
    ].join('\n')
    if (process.env.UPDATE || !existsSync(golden)) writeFileSync(golden, shown)
    expect(shown).toBe(readFileSync(golden, 'utf8'))
  })

  test('none is left over', () => {
    const goldens = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /\.(pcap|pcapng|cap|gz)\.txt$/.test(name))
    expect(goldens.sort()).toEqual(captures.map(name => `${name}.txt`).sort())
  })
})

describe('what is in them', () => {
  type Expected = readonly [packets: number, counts: Partial<Counts>, negotiations: readonly string[]]
  const clean = { fragments: 0, icmpErrors: 0, natKeepalive: 0, ah: 0, udpEncapsulatedEsp: 0, metadata: 0 }
  const expected: Readonly<Record<string, Expected>> = {
    'lab/v1_main_psk_ok/a.pcap': [30, { ...clean, ike: 11, esp: 10 }, ['1 main established']],
    'lab/v1_main_psk_ok/b.pcap': [30, { ...clean, ike: 11, esp: 10 }, ['1 main established']],
    'lab/v1_cert_fragdrop_both/a.pcap': [40, { ...clean, ike: 10, esp: 0, fragments: 12, icmpErrors: 6 }, ['1 main incomplete']],
    'lab/v1_cert_fragdrop_both/b.pcap': [32, { ...clean, ike: 4, esp: 0, fragments: 6, icmpErrors: 6 }, ['1 main incomplete']],
    'lab/v1_natt_4500_blocked/a.pcap': [15, { ...clean, ike: 8, esp: 0, natKeepalive: 1 }, ['1 main incomplete']],
    'lab/v1_natt_4500_blocked/b.pcap': [8, { ...clean, ike: 4, esp: 0 }, ['1 main incomplete']],
    'lab/v1_resp_not_running/a.pcap': [12, { ...clean, ike: 4, esp: 0, icmpErrors: 4 }, ['1 main unanswered']],
    'lab/v1_resp_not_running/b.pcap': [14, { ...clean, ike: 4, esp: 0, icmpErrors: 4 }, ['1 main unanswered']],
    'lab/v2_psk_ok/a.pcap': [25, { ...clean, ike: 6, esp: 10 }, ['2 ikev2 established']],
    'lab/v2_psk_ok/b.pcap': [25, { ...clean, ike: 6, esp: 10 }, ['2 ikev2 established']],
  }

  test.each(Object.entries(expected))('%s', async (name, [packets, counts, negotiations]) => {
    const { traces, negotiations: found } = await report(name)
    expect(traces[0]!.packets).toBe(packets)
    expect(traces[0]!.counts).toMatchObject(counts)
    expect(found.map(({ version, mode, outcome }) => `${version} ${mode} ${outcome}`)).toEqual(negotiations)
    expect(traces[0]!.problems).toEqual([])
  })

  test.each(['lab/v2_rekey/a.pcap', 'lab/v2_rekey/b.pcap'])('%s: every packet of both kinds of rekey', async name => {
    const { traces, negotiations } = await report(name)
    expect(traces[0]).toMatchObject({ packets: 181, counts: { ...clean, ike: 38, esp: 90 } })
    expect(negotiations.every(({ version, outcome }) => version === 2 && outcome === 'established')).toBe(true)
    const messages = negotiations.flatMap(({ exchanges }) => exchanges.flatMap(exchange => exchange.messages))
    expect(
      messages.flatMap(({ transmissions }) => transmissions.flatMap(({ sightings }) => sightings.flatMap(({ packets }) => packets))).length,
    ).toBe(38)
  })
})

type View = 'a' | 'b' | 'pair'
interface Card {
  readonly shows: string
  readonly scenario: readonly string[]
  readonly made: string
  readonly truth: string
  readonly finds: Readonly<Record<View, readonly string[]>>
  readonly may?: Readonly<Partial<Record<View, readonly string[]>>>
  readonly measured?: Readonly<Partial<Record<'offset' | 'lostAtoB' | 'lostBtoA' | 'modified', number>>> & { readonly place?: string }
  /** What the findings are asked with: key files beside the captures, hosts that the policy leaves alone. */
  readonly keys?: readonly string[]
  readonly exempt?: readonly string[]
}
const carded = [...new Set(captures.filter(name => /^(lab|recorded|composed|injected)\//.test(name)).map(name => dirname(name)))]
const cardOf = (name: string): Card => parse(readFileSync(join(folder, name, 'card.yaml'), 'utf8'))
const fileOf = (name: string, end: 'a' | 'b') =>
  captures.filter(one => dirname(one) === name && basename(one).startsWith(`${end}.`)).map(one => join(folder, one))

describe('cards', () => {
  test.each(carded)('%s: gives its findings and nothing above a note besides', async name => {
    const { shows, made, truth, scenario, finds, may, measured, keys = [], exempt = [] } = cardOf(name)
    for (const text of [shows, made, truth]) expect(text.length).toBeGreaterThan(10)
    expect(scenario.length).toBeGreaterThan(0)
    const more = [...keys.flatMap(key => ['--keys', join(folder, name, key)]), ...exempt.flatMap(host => ['--exempt', host])]
    const ends = { a: fileOf(name, 'a'), b: fileOf(name, 'b') }
    for (const view of ['a', 'b', 'pair'] as const) {
      const paths = view === 'pair' ? [...ends.a, ...ends.b] : ends[view]
      expect([view, paths.length]).toEqual([view, view === 'pair' ? 2 : 1])
      const { findings, pair } = JSON.parse(await said(analyze, ...paths, ...more, '--json')) as Report
      const rules = new Set(findings.map(finding => finding.rule))
      expect([view, finds[view].filter(rule => !rules.has(rule))]).toEqual([view, []])
      const wrong = findings.filter(({ severity, rule }) => severity !== 'note' && ![...finds[view], ...(may?.[view] ?? [])].includes(rule))
      expect([view, wrong.map(({ rule }) => rule)]).toEqual([view, []])
      if (view !== 'pair' || !measured) continue
      const { offset, place, ...counted } = measured
      expect(pair).toMatchObject(counted)
      if (offset !== undefined) expect(Math.abs(pair!.offset! - offset)).toBeLessThanOrEqual(pair!.offsetError! + 1e-6)
      if (place !== undefined) expect(findings.filter(({ rule }) => finds.pair.includes(rule)).map(one => one.place)).toContain(place)
    }
  })

  test('README.md says which row has which capture', () => {
    const names = (row: string) => carded.filter(name => cardOf(name).scenario.includes(row)).map(name => `\`${basename(name)}\``)
    const path = join(folder, 'README.md')
    const there = readFileSync(path, 'utf8')
    const right = there.replace(
      /^\| ([A-Z]\d+) \| ([^|]+) \| [^|]+ \|$/gm,
      (_, row, what) => `| ${row} | ${what} | ${names(row).sort().join(', ') || 'not yet'} |`,
    )
    if (process.env.UPDATE) writeFileSync(path, right)
    else expect(there).toBe(right)
    const rows = new Set([...right.matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, row]) => row))
    expect(carded.flatMap(name => cardOf(name).scenario).filter(row => !rows.has(row))).toEqual([])
  })
})

describe('the set as a whole', () => {
  const named = (kind: RegExp) => carded.filter(name => kind.test(name))
  const written = (name: string) => readFileSync(join(folder, 'scenarios', `${basename(name)}.yaml`), 'utf8')

  test('every row of the scenarios has a pair of captures', () => {
    const rows = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, row]) => row!)
    expect(rows.length).toBe(72)
    const shown = new Set(carded.flatMap(name => cardOf(name).scenario))
    expect(rows.filter(row => !shown.has(row))).toEqual([])
    for (const name of carded) expect([name, fileOf(name, 'a').length, fileOf(name, 'b').length]).toEqual([name, 1, 1])
  })

  test('every rule is found in a pair of the row that it stands for', () => {
    const foundIn = ({ finds, scenario }: Card) =>
      scenario.flatMap(row => Object.values(finds).flatMap(all => all.map(rule => `${row} ${rule}`)))
    const found = new Set(carded.flatMap(name => foundIn(cardOf(name))))
    const all = [...new Set(rules.map(({ scenario, id }) => `${scenario} ${id}`))]
    expect(all.length).toBeGreaterThan(60)
    expect(all.filter(one => !found.has(one))).toEqual([])
  })

  test('most are smaller than 100 kB', () => {
    const sizes = captures.map(name => statSync(join(folder, name)).size)
    expect(sizes.filter(size => size >= 100_000).length).toBeLessThanOrEqual(sizes.length / 20)
    expect(Math.max(...sizes)).toBeLessThan(250_000)
  })

  test('a card says how its pair was made, and what that needs lies there', () => {
    const made: readonly [RegExp, (name: string, says: string) => boolean][] = [
      [/^(lab|recorded)\//, (_, says) => /^recorded with tcpdump at both ends; strongSwan/.test(says)],
      [
        /^composed\//,
        (name, says) => says === `composed by ikescope compose from scenarios/${basename(name)}.yaml` && written(name) !== '',
      ],
      [/^injected\//, (name, says) => /^put into (\S+) by ikescope inject/.test(says) && existsSync(join(folder, name, 'faults.txt'))],
    ]
    for (const [kind, right] of made) {
      expect(named(kind).length).toBeGreaterThan(5)
      expect(named(kind).filter(name => !right(name, cardOf(name).made.trim()))).toEqual([])
    }
  })

  test.each([
    ['Windows 2000 with Kerberos', /windows-2000[\s\S]*kerberos/],
    ['Windows XP with Kerberos', /windows-xp[\s\S]*main mode: kerberos/],
    ['Windows Server 2003 with Kerberos', /windows-2003[\s\S]*main mode: kerberos/],
    ['AuthIP', /- authip/],
    ['offloaded ESP', /offloads: true/],
    ['an export of Network Monitor', /format: netmon-2/],
    ['a soft SA', /- fall back/],
    ['bad SPI at rekey', /expects: \[[^\]]*bad-spi/],
    ['a service that stops', /- service stop/],
    ['an exempt host', /expects: \[[^\]]*ike-to-exempt-host|exempt/],
  ])('%s, which cannot be recorded here, is composed', (_, says) => {
    expect(named(/^composed\//).filter(name => says.test(written(name))).length).toBeGreaterThan(0)
  })
})

describe('one recording in every container', () => {
  const original = 'lab/v1_main_psk_ok/a.pcap'
  const containers = captures.filter(name => name.startsWith('containers'))
  const times = /"(time|since)":-?[\d.e-]+|"(first|last)Time":-?[\d.e-]+/g

  test('there are seven', () => expect(containers.length).toBe(7))

  test.each(containers)('%s gives the same negotiation', async name => {
    const [one, other] = [await report(original), await report(name)]
    const rough = ({ negotiations, securityAssociations, flows }: Report) =>
      JSON.stringify({ negotiations, securityAssociations, flows }).replace(times, '')
    if (!name.includes('cut-off')) expect(rough(other)).toBe(rough(one))
    expect(other.negotiations.length).toBe(1)
    expect(other.traces[0]!.counts.ike).toBe(name.includes('cut-off') ? 10 : 11)
    const starts = one.negotiations[0]!.exchanges[0]!.messages[0]!.transmissions[0]!.sightings[0]!.time
    const startsToo = other.negotiations[0]!.exchanges[0]!.messages[0]!.transmissions[0]!.sightings[0]!.time
    expect(startsToo).toBeCloseTo(starts, name.includes('netmon1') ? 2 : 5)
  })

  test('the script beside them writes them so', async () => {
    const { containers: made } = (await import(new URL('containers/make.mjs', `file://${folder}`).href)) as {
      containers(): Record<string, Buffer>
    }
    for (const [name, bytes] of Object.entries(made())) {
      const there = readFileSync(join(folder, 'containers', name))
      const gzip = name.endsWith('.gz')
      expect([name, (gzip ? gunzipSync(bytes) : bytes).equals(gzip ? gunzipSync(there) : there)]).toEqual([name, true])
    }
  })
})

test('the examples that the viewer offers are there', async () => {
  const { examples } = (await createShelf(join(folder, 'none'), folder)).offer()
  const listed = JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8')) as { files: string[] }[]
  expect(examples.length).toBeGreaterThan(0)
  expect(examples.length).toBe(listed.length)
  for (const { files } of listed) for (const file of files) expect([file, existsSync(join(folder, file))]).toEqual([file, true])
})
