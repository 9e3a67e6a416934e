/** The scenarios that come with the project: each gives the captures that lie beside it, byte by byte, and the finding that it
 *  promises; its keys open it; tshark complains of nothing but what its card names. UPDATE=1 composes them anew. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { compose } from '../../src/compose/compose.ts'
import { readScenario } from '../../src/compose/scenario.ts'
import { stepNames } from '../../src/compose/story/index.ts'
import { openSession } from '../../src/host/session.ts'
import { memory, onDisk, told } from '../support/capture/collect.ts'
import { wrongClaims } from '../support/compose/claims.ts'

const captures = join(import.meta.dirname, '../../captures')
const names = readdirSync(join(captures, 'scenarios'))
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.replace('.yaml', ''))
const scenarioOf = (name: string) => readScenario(readFileSync(join(captures, 'scenarios', `${name}.yaml`), 'utf8'))

const hasTshark = spawnSync('tshark', ['--version']).status === 0

describe.each(names)('%s', name => {
  const made = compose(scenarioOf(name))
  const folder = join(captures, 'composed', name)
  const files: Record<string, Uint8Array | string> = {
    [`a.${made.extensions[0]}`]: made.files[0],
    [`b.${made.extensions[1]}`]: made.files[1],
    ...made.keys,
    'truth.json': `${JSON.stringify(made.truth, null, 1)}\n`,
  }
  if (process.env.UPDATE) {
    mkdirSync(folder, { recursive: true })
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content)
  }

  test('is what lies in captures/composed', () => {
    for (const [file, content] of Object.entries(files)) {
      const there = existsSync(join(folder, file)) ? readFileSync(join(folder, file)) : Buffer.alloc(0)
      expect([file, there.equals(Buffer.from(content))]).toEqual([file, true])
    }
  })

  test('gives the findings that it promises and no other above a note, and no wrong claim', async () => {
    const opened = await openSession([memory(made.files[0], 'a'), memory(made.files[1], 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const report = await opened.session.report()
    const { expects } = made.truth
    const loud = report.findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)
    expect(loud.filter(rule => !expects.includes(rule))).toEqual([])
    expect(report.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...expects]))
    expect(wrongClaims(report, made.truth, [(await told(made.files[0])).records, (await told(made.files[1])).records])).toEqual([])
  })

  test.skipIf(Object.keys(made.keys).length === 0)('opens with its keys', async () => {
    const opened = await openSession([memory(made.files[0], 'a')])
    if (!opened.ok) throw new Error(opened.why)
    const { problems, tried, opened: count } = await opened.session.keys(Object.entries(made.keys).map(([name, text]) => ({ name, text })))
    expect(problems).toEqual([])
    // Keys of ESP alone, as with AuthIP, open no IKE.
    if ('ikev1_decryption_table' in made.keys || 'ikev2_decryption_table' in made.keys) expect(tried).toBeGreaterThan(0)
    expect(count).toBe('esp_sa' in made.keys && Object.keys(made.keys).length === 1 ? 0 : tried)
  })

  test.skipIf(!hasTshark)('is read by tshark without complaint but those on its card', () => {
    const { tshark = [] } = parse(readFileSync(join(folder, 'card.yaml'), 'utf8')) as { tshark?: string[] }
    const complaints: string[] = []
    for (const end of [0, 1]) {
      const file = join(folder, `${'ab'[end]}.${made.extensions[end]}`)
      const { stdout } = spawnSync(
        'tshark',
        ['-r', file, '-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-V'],
        {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        },
      )
      expect(stdout.length).toBeGreaterThan(1000)
      complaints.push(...stdout.split('\n').filter(line => /malformed|\[Expert Info \((Warning|Error)|incorrect/i.test(line)))
    }
    const known = (line: string) => tshark.some(word => line.toLowerCase().includes(word.toLowerCase()))
    expect(complaints.filter(line => !known(line))).toEqual([])
    expect(tshark.filter(word => !complaints.some(line => line.toLowerCase().includes(word.toLowerCase())))).toEqual([])
  })
})

test('every protected packet of a healthy pair opens with its keys, down to the letters of a ping', async () => {
  const folder = join(captures, 'composed/kerberos-healthy')
  const opened = await openSession([onDisk(join(folder, 'a.pcap'))])
  if (!opened.ok) throw new Error(opened.why)
  await opened.session.keys(['esp_sa', 'ikev1_decryption_table'].map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') })))
  const { traces } = await opened.session.report()
  const inside: string[] = []
  for (let number = 1; number <= traces[0]!.packets; number++) {
    const { roots } = await opened.session.packet(0, number)
    const decrypted = roots.find(({ title }) => title === 'Decrypted')
    if (decrypted) inside.push(Buffer.from(decrypted.bytes).toString('latin1'))
  }
  // Four pings with their answers, nine segments of TCP, eight messages of IKE and two deletes with theirs.
  expect(inside.filter(text => text.includes('abcdefghijklmnopqrstuvw')).length).toBe(8)
  expect(inside.length).toBe(17 + 2 + 4 + 4)
})

describe('other ways to negotiate, with no fault, give no finding above a note and open with their keys', () => {
  const good = readFileSync(join(captures, 'scenarios/kerberos-healthy.yaml'), 'utf8')
  const inV6 = (text: string) => text.replace('192.0.2.10', '"2001:db8:a::10"').replace('198.51.100.20', '"2001:db8:b::20"')
  const stacked = (a: string, b: string) => good.replace('windows-xp-sp2', a).replace('windows-2003', b)
  test.each([
    ['aggressive', stacked('cisco-ios', 'strongswan').replace('main mode: kerberos', 'aggressive mode')],
    ['ikev2', stacked('strongswan', 'libreswan').replace('main mode: kerberos', 'ikev2').replace('  - quick mode\n', '')],
    ['main', stacked('windows-7', 'windows-7').replace('kerberos', 'psk').replace('ping: 4', 'ping: 4 by b')],
    ['main', inV6(good)],
    ['ikev2', inV6(stacked('strongswan', 'libreswan').replace('main mode: kerberos', 'ikev2').replace('  - quick mode\n', ''))],
    ['main', `esp: aes\n${stacked('strongswan', 'cisco-ios').replace('main mode: kerberos', 'main mode: certificates')}`],
  ])('%s', async (mode, text) => {
    const made = compose(readScenario(text))
    const opened = await openSession([memory(made.files[0], 'a'), memory(made.files[1], 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const closed = await opened.session.report()
    expect(closed.negotiations.map(one => [one.mode, one.outcome])).toEqual([[mode, 'established']])
    expect(closed.findings.filter(({ severity }) => severity !== 'note')).toEqual([])
    const { problems, tried, opened: count } = await opened.session.keys(Object.entries(made.keys).map(([name, text]) => ({ name, text })))
    expect([problems, count]).toEqual([[], tried])
    expect(tried).toBeGreaterThan(3)
  })
})

describe('refusals under an IKE SA', () => {
  const eap = readFileSync(join(captures, 'scenarios/eap-and-rekeys.yaml'), 'utf8')
  const xauth = readFileSync(join(captures, 'scenarios/xauth-and-mode-config.yaml'), 'utf8')
  const upTo = (text: string, step: string) => text.slice(0, text.indexOf(step) + step.length)
  test.each([
    ['EAP', `${upTo(eap, '- ikev2 eap')}: refused`, ['credentials-refused']],
    ['XAUTH', `${upTo(xauth, '  - xauth')}: refused`, ['credentials-refused']],
    ['a child SA', `${upTo(eap, '- create child sa')}: refused 38`, ['selectors-refused']],
    ['a rekeying', `${upTo(eap, '- create child sa')}: rekey refused 14`, ['rekey-failed']],
  ])('%s: refused, and said with the keys', async (_, text, rules) => {
    const made = compose(readScenario(text))
    const opened = await openSession([memory(made.files[0], 'a'), memory(made.files[1], 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const { problems, tried, opened: count } = await opened.session.keys(Object.entries(made.keys).map(([name, text]) => ({ name, text })))
    expect([problems, count]).toEqual([[], tried])
    const { findings } = await opened.session.report()
    const loud = findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)
    expect(loud.length).toBeGreaterThan(0)
    expect(loud.filter(rule => !rules.includes(rule))).toEqual([])
    // What the keys open is no guess.
    if (loud[0] === 'credentials-refused') expect(findings[0]).toMatchObject({ confidence: 'certain', otherwise: [] })
  })

  test.each([
    ['- ikev2 eap', '- main mode: psk', 'create child sa: there is no IKEv2 SA'],
    ['  - ikev2 eap\n  - ping: 3\n  - rekey\n', '  - xauth\n', 'xauth: there is no IKE SA'],
  ])('with %j made %j is told what is missing', (right, wrong, why) => {
    expect(eap).toContain(right)
    expect(() => compose(readScenario(eap.replace(right, wrong)))).toThrow(why)
  })
})

test('what EAP, XAUTH and mode config say can be read with the keys', async () => {
  const inside = async (name: string, end: string) => {
    const folder = join(captures, 'composed', name)
    const opened = await openSession([onDisk(join(folder, 'a.pcap'))])
    if (!opened.ok) throw new Error(opened.why)
    await opened.session.keys([{ name: end, text: readFileSync(join(folder, end), 'utf8') }])
    const { traces } = await opened.session.report()
    let all = ''
    for (let number = 1; number <= traces[0]!.packets; number++)
      for (const { title, bytes } of (await opened.session.packet(0, number)).roots)
        if (title === 'Decrypted') all += Buffer.from(bytes).toString('latin1')
    return all
  }
  expect(await inside('eap-and-rekeys', 'ikev2_decryption_table')).toMatch(/laptop7.*gateway.*laptop7.*S=[0-9A-F]{40} M=Welcome/s)
  // A password is not shown, in whatever way one looks (withheld.ts).
  const xauth = await inside('xauth-and-mode-config', 'ikev1_decryption_table')
  expect(xauth).toContain('laptop7')
  expect(xauth).not.toContain('not a secret')
})

describe('AuthIP', () => {
  const good = readFileSync(join(captures, 'scenarios/authip-falls-back-to-ikev1.yaml'), 'utf8')
  const both = good.replace('windows-2003', 'windows-vista').replace('  - quick mode\n', '')
  const reportOf = async (text: string) => {
    const { files } = compose(readScenario(text))
    const opened = await openSession([memory(files[0], 'a'), memory(files[1], 'b')])
    if (!opened.ok) throw new Error(opened.why)
    return opened.session.report()
  }

  test.each([
    ['knows no AuthIP', good, 'main'],
    ['knows AuthIP', both, 'authip'],
    ['knows AuthIP, and one round of quick mode is enough', both.replace('- authip', '- authip: fast'), 'authip'],
  ])('with a peer that %s one of the two ways comes through, and its SA carries what follows', async (_, text, mode) => {
    const { negotiations, securityAssociations, findings } = await reportOf(text)
    expect(negotiations.map(one => one.outcome).sort()).toEqual(['established', 'unanswered'])
    const { id, mode: way, authentication } = negotiations.find(one => one.outcome === 'established')!
    expect([way, authentication]).toEqual([mode, 'Kerberos (GSS-API)'])
    expect(securityAssociations.filter(one => one.kind === 'ipsec').map(one => one.negotiation)).toEqual([id])
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([])
  })

  test('with a peer that is silent, both ways are said to have no answer', async () => {
    const silent = (text: string) => text.replace(/(windows-(2003|vista)), name/, '$1, ike: silent, name')
    for (const text of [good, both]) {
      const { negotiations, findings } = await reportOf(silent(text))
      expect(negotiations.map(one => [one.mode, one.outcome]).sort()).toEqual([
        ['authip', 'unanswered'],
        ['main', 'unanswered'],
      ])
      const counts = negotiations.map(one => one.exchanges[0]!.messages[0]!.transmissions.length)
      expect(counts.sort()).toEqual([4, 7])
      expect(findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)).toContain('no-answer')
    }
  })

  test('goes on asking by both ways until one is answered', async () => {
    const lossy = good.replace('{ delay: 12 ms }', '{ delay: 12 ms, faults: [lose b>a until 4 s] }')
    const { negotiations } = await reportOf(lossy)
    const count = (mode: string) => negotiations.find(one => one.mode === mode)!.exchanges[0]!.messages[0]!.transmissions.length
    expect([count('authip'), count('main')]).toEqual([3, 4])
  })

  test('is no way for a stack that does not know it', () => {
    expect(() => compose(readScenario(good.replace('windows-7', 'windows-2003')))).toThrow('authip: the stack of a does not speak it')
  })
})

test('docs/writing-scenarios.md names every step', () => {
  const guide = readFileSync(join(captures, '../docs/writing-scenarios.md'), 'utf8')
  const [, steps = ''] = guide.split('## What happens')
  const named = [...steps.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
  expect(named.sort()).toEqual([...stepNames].sort())
})

describe('a scenario', () => {
  const good = readFileSync(join(captures, 'scenarios/kerberos-healthy.yaml'), 'utf8')
  test.each([
    ['story:\n  - main mode: kerberos', 'hostile: yes\nstory:\n  - main mode: kerberos', 'the scenario: hostile is not known'],
    ['windows-xp-sp2', 'windows-95', 'the stack of host a is windows-95; there are windows-2000'],
    ['192.0.2.10', '192.0.2.1000', '192.0.2.1000 is no IPv4 address'],
    ['192.0.2.10', '"2001:db8::1::2"', '2001:db8::1::2 is no IPv6 address'],
    ['192.0.2.10', '"2001:db8::1"', '198.51.100.20 is no IPv6 address'],
    ['delay: 12 ms', 'delay: 12 parsecs', 'delay is 12, which is no number of'],
    ['2004-03-15T09:12:00Z', 'yesterday', 'captures: yesterday is no time'],
    ['stack: windows-2003', 'stack: windows-2003, nat: nowhere', 'nowhere is no IPv4 address'],
    ['ping: 4', 'ping: 4 loudly', 'what loudly means is not known here'],
    ['ping: 4', 'ike: b asleep', 'ike is followed by a host and answers, closed, silent, deaf'],
    ['ping: 4', 'refused: politely', 'refused is followed by identity, mode, form, version'],
    ['ping: 4', 'ask: time 192.0.2.1', 'ask is followed by dns or kerberos, not time'],
    ['- delete', '- delete: b loudly', 'delete: what b loudly means is not known here'],
    ['main mode: kerberos', 'main mode: kerberos loudly', 'main mode: what kerberos loudly means is not known here'],
    ['- quick mode', '- quick mode: by c', 'quick mode: what by c means is not known here'],
    ['main mode: kerberos', 'ikev2: by c', 'ikev2: what by c means is not known here'],
    ['ping: 4', 'dance: 4', 'dance is no step of a story; there are main mode'],
    ['{ delay: 12 ms }', '{ delay: 12 ms, faults: [eat a>b] }', 'line 1, eat a>b: eat is no fault'],
    ['{ delay: 12 ms }', '{ delay: 12 ms, faults: [reorder a>b 5%] }', 'reorder a>b 5%: a story cannot do that yet'],
    ['delay: 12 ms', 'delay: -12 ms', 'delay is -12 ms; the least is 0 s, the most 60 s'],
    ['delay: 12 ms', 'delay: 12 toString', 'delay is 12, which is no number of'],
    ['{ delay: 12 ms }', '{ mtu: 100000 }', 'mtu is 100000; the least is 576, the most 65535'],
    ['2004-03-15T09:12:00Z', '2004-02-31T09:12:00Z', 'captures: 2004-02-31T09:12:00Z is no time'],
    ['2004-03-15T09:12:00Z', '1815-06-18T09:12:00Z', 'captures: the year of 1815-06-18T09:12:00Z; the least is 1970'],
    ['{ delay: 12 ms }', '{ faults: [clock b +99999999999999 s] }', 'how far it is ahead is +99999999999999 s; the least is -631152000 s'],
    ['ping: 4', 'ping: 999999999', 'how many is 999999999; the least is 1, the most 10000'],
    ['ping: 4', 'ping: -1', 'how many is -1; the least is 1'],
    ['ping: 4', 'ping: 1.5', 'how many is 1.5, which is no whole number'],
    ['ping: 4', 'ping: 4 of 70000 bytes', 'the size is 70000 bytes; the least is 0 bytes, the most 60000 bytes'],
    ['ping: 4', 'tcp: 445 fetches 999999999999 bytes', 'the size is 999999999999 bytes'],
    ['ping: 4', 'tcp: 99999', 'the port is 99999'],
    ['ping: 4', 'wait: 99999999 s', 'the time is 99999999 s'],
    ['ping: 4', 'probe: 999999999', 'how many is 999999999'],
    ['ping: 4', 'probe: loudly', 'what loudly means is not known here'],
    ['ping: 4', 'broadcast: 999999999', 'how many is 999999999'],
    ['ping: 4', 'broadcast: loudly', 'what loudly means is not known here'],
    ['ping: 4', 'ask: toString 192.0.2.1', 'ask is followed by dns or kerberos, not toString'],
    ['ping: 4', 'refused: constructor', 'refused is followed by identity'],
    ['ping: 4', 'refused: windows 99999999999', 'refused: the error code is 99999999999'],
    ['- quick mode', '- quick mode: refused 99999', 'refused: the notify is 99999'],
    ['ping: 4', 'toString: 4', 'toString is no step of a story'],
    ['- delete', '- constructor', 'constructor is no step of a story'],
    ['- delete', '- *gone', 'there is an alias (*) to nothing, or there are too many'],
    ['title: Windows', 'title: "Windows', 'Missing closing'],
  ])('with %j made %j is told what is wrong', (right, wrong, why) => {
    expect(good).toContain(right)
    expect(() => compose(readScenario(good.replace(right, wrong)))).toThrow(why)
  })

  test.each([
    ['main mode: kerberos', 'authip: fast', 'authip: fast by a'],
    ['ping: 4', 'liveness', 'liveness: by a'],
    ['ping: 4', 'ask: dns 192.0.2.53', 'ask: dns 192.0.2.53 by a'],
    ['ping: 4', 'broadcast: 3', 'broadcast: 3 by a'],
    ['ping: 4', 'probe: 3', 'probe: 3 by a'],
    ['ping: 4', 'ping: 4', 'ping: 4 by a'],
    ['tcp: 445', 'ikev2\n  - create child sa: rekey', 'ikev2\n  - create child sa: rekey by a'],
  ])('A begins unless B is said to, and may be named: with %s made %s or %s', (step, ...made) => {
    const vista = good.replace('windows-xp-sp2', 'windows-vista')
    const [one, other] = made.map(says => compose(readScenario(vista.replace(step, says))))
    expect(other!.files).toEqual(one!.files)
  })

  test('is another with another seed, and the same with the same', () => {
    const [one, again, different] = [good, good, `seed: 5\n${good}`].map(text => compose(readScenario(text)))
    expect(one!.files).toEqual(again!.files)
    expect(different!.files).not.toEqual(one!.files)
  })
})
