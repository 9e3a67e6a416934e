import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../src/dissectors/field.ts'
import type { KeyText, Session } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import type { Message } from '../../src/trace/report.ts'
import { corpus, lab, onDisk } from '../support/recordings/index.ts'

/** Every key table in a folder. */
function keysIn(folder: string): KeyText[] {
  return readdirSync(folder).map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}

async function opened(path: string): Promise<Session> {
  const result = await openSession([onDisk(path)])
  if (!result.ok) throw new Error(result.why)
  return result.session
}

const messagesOf = async (session: Session): Promise<Message[]> =>
  (await session.report()).negotiations.flatMap(({ exchanges }) => exchanges.flatMap(({ messages }) => messages))

/** ESP packets of the packet list, and how many of them are told with what they carry. */
async function esp(session: Session): Promise<readonly [all: number, read: number]> {
  const rows = await session.rows(0, 0, 2000)
  const all = rows.filter(row => row.protocol === 'ESP' || row.protocol === 'UDP-ESP')
  return [all.length, all.filter(row => row.info.includes(': ')).length]
}

const hasLab = existsSync(lab)
const samples = hasLab
  ? readdirSync(lab).flatMap(name => ['a', 'b'].filter(end => existsSync(join(lab, name, `keys-${end}`))).map(end => [name, end] as const))
  : []

/** Where something has to stay closed: messages opened of those tried, ESP packets read. */
const closed: Readonly<Record<string, { messages?: number; esp?: number; why: string }>> = {
  'v1_cert_fragdrop_both b': { messages: 0, why: 'MM5 lost a fragment' },
  'v1_snaplen96 a': { messages: 0, esp: 0, why: 'every packet is cut' },
  'v1_snaplen96 b': { messages: 0, esp: 0, why: 'every packet is cut' },
  'v1_wrong_psk a': { messages: 1, why: 'A cannot read what B encrypts with other keys' },
  'v1_wrong_psk b': { messages: 4, why: 'B cannot read MM5' },
  'v1_qm3_lost b': { esp: 0, why: 'B never wrote down keys of the SA' },
  'v1_nocsum_corrupt b': { esp: 47, why: 'six packets were changed on the way, their check fails' },
}

describe.skipIf(!hasLab)('keys of the ends of a recording', () => {
  test.each(samples)('%s, %s', async (name, end) => {
    const session = await opened(join(lab, name, `${end}.pcap`))
    const before = JSON.stringify(await session.report())
    const files = keysIn(join(lab, name, `keys-${end}`))
    const taken = await session.keys(files)
    expect(taken.problems).toEqual([])
    const but = closed[`${name} ${end}`] ?? { why: '' }
    expect(taken.opened).toBe(but.messages ?? taken.tried)
    const [all, read] = await esp(session)
    expect(read).toBe(but.esp ?? all)
    const messages = await messagesOf(session)
    expect(messages.filter(m => m.decrypted)).toHaveLength(taken.opened)
    for (const { name, payloads, decrypted } of messages) {
      if (!decrypted) continue
      if (name === 'QM1' || name === 'QM2') expect(payloads.slice(0, 3)).toEqual(['HASH', 'SA', 'Nonce'])
      if (name === 'QM3') expect(payloads).toEqual(['HASH'])
      if (name === 'MM5' || name === 'MM6') expect(payloads[0]).toBe('ID')
      if (name === 'IKE_AUTH request') expect(payloads).toContain('AUTH')
    }
    const after = JSON.stringify(await session.report())
    for (const { text } of files) for (const [secret] of text.matchAll(/[0-9a-f]{32,}/g)) expect(after).not.toContain(secret)
    await session.keys([])
    expect(JSON.stringify(await session.report())).toBe(before)
  })

  test('SPIs of child SAs are read where keys open the quick mode', async () => {
    const session = await opened(join(lab, 'v1_main_psk_ok', 'a.pcap'))
    const ipsec = async () => (await session.report()).securityAssociations.filter(sa => sa.kind === 'ipsec')
    expect(await ipsec()).toMatchObject([{ inferred: true, algorithms: [] }])
    await session.keys(keysIn(join(lab, 'v1_main_psk_ok', 'keys-a')))
    const [sa] = await ipsec()
    expect(sa).toMatchObject({ spis: { toInitiator: 'c7c0a80e', toResponder: 'c67f60fa' } })
    expect(sa?.inferred).toBeUndefined()
    expect(sa?.algorithms.join()).toMatch(/AES/)
  })

  test('an IKE SA that replaced another one has its algorithms from the exchange that did it', async () => {
    const session = await opened(join(lab, 'v2_rekey', 'a.pcap'))
    const ike = async () => (await session.report()).securityAssociations.filter(sa => sa.kind === 'ike')
    const before = await ike()
    expect(before.map(({ algorithms }) => algorithms.length > 0)).toEqual([true, ...before.slice(1).map(() => false)])
    expect(before.length).toBeGreaterThan(1)
    await session.keys(keysIn(join(lab, 'v2_rekey', 'keys-a')))
    const [first, ...later] = await ike()
    for (const { algorithms } of later) expect(algorithms).toEqual(first!.algorithms)
  })

  test.each([
    ['v2_auth_failed', 'b', 'certain', 'AUTHENTICATION_FAILED'],
    ['v1_cert_untrusted', 'b', 'certain', 'AUTHENTICATION-FAILED'],
    ['v1_wrong_psk', 'b', 'likely', 'PAYLOAD-MALFORMED'],
  ])('%s: what the refusal is called is read, not guessed', async (name, end, confidence, notify) => {
    const session = await opened(join(lab, name, `${end}.pcap`))
    const finding = async () => (await session.report()).findings.find(({ rule }) => rule === 'authentication-failed')
    expect((await finding())?.says).not.toContain(notify)
    await session.keys(keysIn(join(lab, name, `keys-${end}`)))
    expect(await finding()).toMatchObject({
      confidence,
      says: expect.stringContaining(notify),
      because: expect.arrayContaining(['The refusal was encrypted; the keys that were given open it.']),
    })
  })

  test('keys make no fault of what is healthy', async () => {
    const worse = []
    for (const [name, end] of samples) {
      const session = await opened(join(lab, name, `${end}.pcap`))
      const rules = async () => (await session.report()).findings.filter(f => f.severity !== 'note').map(f => f.rule)
      const before = await rules()
      await session.keys(keysIn(join(lab, name, `keys-${end}`)))
      const more = (await rules()).filter(rule => !before.includes(rule))
      if (more.length > 0) worse.push(`${name} ${end} ${more}`)
    }
    expect(worse).toEqual([])
  })

  test('a repeated encrypted message is decrypted each time', async () => {
    const folder = join(lab, 'v1_netem_loss20')
    const session = await opened(join(folder, 'a.pcap'))
    await session.keys(keysIn(join(folder, 'keys-a')))
    const repeated = (await messagesOf(session)).filter(m => m.encrypted && m.transmissions.length > 1)
    expect(repeated.length).toBeGreaterThan(0)
    for (const { transmissions, payloads } of repeated)
      for (const { sightings } of transmissions) {
        const { roots } = await session.packet(0, sightings[0]!.packets[0]!)
        const decrypted = roots.find(root => root.title === 'Decrypted')
        expect(decrypted?.tree.children?.map(({ name }) => name)).toEqual(expect.arrayContaining([...payloads]))
      }
  })

  test('a packet is shown as captured and decrypted, each with its own octets', async () => {
    const folder = join(lab, 'v2_psk_ok')
    const session = await opened(join(folder, 'a.pcap'))
    await session.keys(keysIn(join(folder, 'keys-a')))
    const [captured, decrypted, ...more] = (await session.packet(0, 5)).roots
    expect(more).toEqual([])
    expect(captured?.title).toBe('As captured')
    expect(fieldAt(captured!.tree, 'SK/Integrity Checksum Data')?.meaning).toBe('correct')
    expect(decrypted?.title).toBe('Decrypted')
    expect(decrypted?.tree.children?.map(({ name }) => name)).toContain('TSi')
  })

  test('another key says that it does not fit, and nothing is shown of what comes out', async () => {
    const folder = join(lab, 'v2_psk_ok')
    const session = await opened(join(folder, 'a.pcap'))
    const reversed = (key: string) => [...key].reverse().join('')
    const files = keysIn(join(folder, 'keys-a')).map(({ name, text }) => ({ name, text: text.replaceAll(/[0-9a-f]{32,}/g, reversed) }))
    expect(await session.keys(files)).toEqual({ keys: 3, opened: 0, tried: 4, espTried: 2, espOpened: 0, problems: [] })
    for (const number of [5, 7]) {
      const { roots } = await session.packet(0, number)
      expect(roots).toHaveLength(1)
      expect(JSON.stringify(roots[0]!.tree)).toMatch(
        /the key given does not fit, or the (message|packet) was changed: the integrity check fails/,
      )
    }
    expect(await esp(session)).toEqual([10, 0])
  })

  test('a capture that begins in the middle: what can be decrypted is, and what cannot is said', async () => {
    const folder = join(lab, 'v1_main_psk_ok')
    const whole = readFileSync(join(folder, 'a.pcap'))
    const late = Buffer.concat([whole.subarray(0, 24), whole.subarray(startOf(whole, 9))])
    const result = await openSession([
      { name: 'late.pcap', size: late.length, read: async (at, into) => late.subarray(at, at + into.length).copy(into) },
    ])
    if (!result.ok) throw new Error(result.why)
    const { session } = result
    await session.keys(keysIn(join(folder, 'keys-a')))
    const messages = await messagesOf(session)
    expect(messages.filter(m => m.decrypted).map(m => m.payloads.slice(0, 3).join())).toEqual([
      'HASH,SA,Nonce',
      'HASH,SA,Nonce',
      'HASH',
      'HASH,D',
      'HASH,D',
    ])
    const { roots } = await session.packet(0, 1)
    expect(roots[1]?.tree.children?.[0]).toMatchObject({ name: 'First block', meaning: expect.stringMatching(/^not known/) })
    expect(roots[1]?.bytes.subarray(0, 16).every(byte => byte === 0)).toBe(true)
  })
})

/** Where record `number` of a little-endian pcap file begins. */
function startOf(file: Buffer, number: number): number {
  let at = 24
  for (let i = 1; i < number; i++) at += 16 + file.readUInt32LE(at + 8)
  return at
}

/** Files that tshark decrypted too, and the packets of which it says otherwise, with the reason. */
const decryptable: readonly (readonly [name: string, but: Readonly<Record<number, string>>])[] = [
  ['corelight+zeek-spicy-ipsec/tests/traces/ikev1-certs.pcap', { 8: 'packet 7 again: tshark has moved its vector on and reads nonsense' }],
  ['wireshark+wireshark/captures/ikev1-bug-12620.pcapng.gz', {}],
  ['wireshark+wireshark/captures/ikev2-decrypt-aes128ccm12-2.pcap', {}],
  ['wireshark+wireshark/captures/ikev2-decrypt-aes256cbc.pcapng', {}],
  ['wireshark+wireshark/captures/ikev2-decrypt-aes256gcm8.pcap', {}],
  [
    'the-tcpdump-group+tcpdump/tests/ikev2pI2.pcap',
    { 2: 'the check fails, as tshark says too; it shows what comes out, and it is not shown here' },
  ],
]

type Json = { readonly [name: string]: unknown }

/** Types of the payloads inside the encrypted part, as tshark lists them. */
function insideOf(isakmp: Json): number[] | undefined {
  for (const [name, value] of Object.entries(isakmp)) {
    if (typeof value !== 'object' || value === null) continue
    const one = value as Json
    if (/enc|decr/i.test(name) && one['isakmp.typepayload'] !== undefined) return [one['isakmp.typepayload']].flat().map(Number)
    const found = insideOf(one)
    if (found) return found
  }
  return undefined
}

describe.skipIf(!existsSync(join(corpus, 'oracle')))('what tshark 4.0.17 decrypts', () => {
  test.each(decryptable)('%s', async (name, but) => {
    const oracle = join(corpus, 'oracle', `${name.replaceAll('/', '__')}.json.gz`)
    const packets: { _source: { layers: Json } }[] = JSON.parse(gunzipSync(readFileSync(oracle)).toString())
    const session = await opened(join(corpus, 'files', name))
    await session.keys(keysIn(join(corpus, 'keys')))
    let compared = 0
    for (const [i, { _source }] of packets.entries()) {
      const theirs = insideOf(_source.layers)
      if (!theirs) continue
      if (but[i + 1]) continue
      const { roots } = await session.packet(0, i + 1)
      const ours = roots.find(root => root.title === 'Decrypted')
      const names = ours?.tree.children?.filter(({ name }) => !/Pad/.test(name)).length
      expect(names, `packet ${i + 1}`).toBe(theirs.length)
      compared++
    }
    expect(compared + Object.keys(but).length).toBeGreaterThan(0)
  })

  test.each([
    ['wireshark+wireshark/captures/esp-bug-12671.pcapng.gz', [6, 6], 'the integrity check is correct'],
    ['the-tcpdump-group+tcpdump/tests/02-sunrise-sunset-esp.pcap', [8, 8], 'without a check'],
    ['the-tcpdump-group+tcpdump/tests/08-sunrise-sunset-aes.pcap', [8, 8], 'without a check'],
    ['the-tcpdump-group+tcpdump/tests/08-sunrise-sunset-esp2.pcap', [8, 0], 'the key given does not fit'],
  ] as const)('ESP of %s', async (name, counts, says) => {
    const session = await opened(join(corpus, 'files', name))
    await session.keys(keysIn(join(corpus, 'keys')))
    expect(await esp(session)).toEqual(counts)
    expect(JSON.stringify((await session.packet(0, 1)).roots[0]!.tree)).toContain(says)
  })
})
