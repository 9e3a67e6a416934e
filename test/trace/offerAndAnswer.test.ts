import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ikev1, ikev2 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import * as v2 from '../../src/compose/ike/v2.ts'
import { fileSource } from '../../src/host/fileSource.ts'
import { openSession } from '../../src/host/session.ts'
import { offerAndAnswer } from '../../src/trace/negotiation/offerAndAnswer.ts'
import type { Exchange, Message, Negotiation, Offer, Report } from '../../src/trace/report.ts'
import { told } from '../../src/ui/offers/words.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { A, B, story } from '../support/trace/story.ts'

// What was offered beside what was answered: told as stories where the offer is in the clear, from recordings with their
// keys where it is not, and by hand where an SA under the IKE SA is refused.

const first = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
const mm = (cookie: string, ...suites: v1.Suite[]) =>
  ikev1({ initiator: cookie, exchange: 2 }, v1.sa({}, v1.proposal({}, ...suites.map((one, i) => v1.suite({ ...one, number: i + 1 })))))
const refused = (cookie: string) => ikev1({ initiator: cookie, responder: '0'.repeat(16), exchange: 5, messageId: 0x3001 }, v1.notify(14))

/** What is told of the message of that name in that negotiation. */
function compared({ negotiations }: Pick<Report, 'negotiations'>, id: string, name: string) {
  const negotiation = negotiations.find(one => one.id === id)!
  const message = negotiation.exchanges.flatMap(one => one.messages).find(one => one.name === name)!
  expect(message, `${name} of ${id}`).toBeDefined()
  return offerAndAnswer(negotiations, negotiation, message)
}

test('main mode: the choice is found among the ways offered, from either message; the others say where they differ', () => {
  const answer = ikev1({ ...first, exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite({ encryption: 5, hash: 2 }))))
  const report = story()
    .a(mm(first.initiator, { encryption: 5, hash: 1 }, { encryption: 5, hash: 2 }))
    .b(answer).report
  for (const name of ['MM1', 'MM2']) {
    const { came, matrix, known, offer, answer, from, to } = compared(report, 'N1', name)!
    expect([came, known, offer?.name, answer?.name, from, to]).toEqual(['chosen', undefined, 'MM1', 'MM2', A.address, B.address])
    expect(matrix?.rows.map(row => [row.chosen, row.unlike])).toEqual([
      [false, ['Hash Algorithm']],
      [true, []],
    ])
  }
  expect(told(compared(report, 'N1', 'MM1')!, address => address).came).toBe('198.51.100.20 chose proposal 1, transform 2 of 2 ways.')
})

test('main mode refused: held against the offer that the other side makes itself, every attribute that differs named', () => {
  const report = story()
    .a(mm(first.initiator, { encryption: 5, hash: 1, group: 2 }, { encryption: 7, keyLength: 128, hash: 2, group: 2 }))
    .b(refused(first.initiator))
    .wait(5)
    .b(mm('c3c3c3c3c3c3c3c3', { encryption: 7, keyLength: 256, hash: 2, group: 14 })).report
  const whole = compared(report, 'N1', 'Informational')!
  expect(whole).toEqual(compared(report, 'N1', 'MM1'))
  expect([whole.came, whole.refusal, whole.answer?.name]).toEqual(['refused', 'NO-PROPOSAL-CHOSEN', 'Informational'])
  expect([whole.known?.how, whole.known?.negotiation, whole.known?.with]).toEqual(['offers', 'N2', A.address])
  expect(whole.matrix?.rows.map(row => row.unlike)).toEqual([
    ['Encryption Algorithm', 'Hash Algorithm', 'Group Description'],
    ['Encryption Algorithm', 'Group Description'],
  ])
  expect(whole.matrix?.rows[1]?.beside?.['Encryption Algorithm']).toEqual(['AES-CBC 256'])
  const words = told(whole, address => (address === B.address ? 'HQ' : address))
  expect(words.came).toBe('HQ refused the offer: NO-PROPOSAL-CHOSEN.')
  expect(words.nearest).toBe('Proposal 1, transform 2 comes nearest and differs in Encryption Algorithm and Group Description.')
  expect(words.against).toContain('what HQ offers itself in N2')
})

test('main mode refused although the other side itself offers the same: the ground is another', () => {
  const report = story().a(mm(first.initiator, {})).b(refused(first.initiator)).wait(5).b(mm('c3c3c3c3c3c3c3c3', {})).report
  const whole = compared(report, 'N1', 'MM1')!
  expect(whole.matrix?.rows.map(row => row.unlike)).toEqual([[]])
  expect(told(whole, address => address).nearest).toContain('the refusal has another ground')
})

test('refused, and nothing is known of what would be accepted: that is said', () => {
  const whole = compared(story().a(mm(first.initiator, {})).b(refused(first.initiator)).report, 'N1', 'MM1')!
  expect([whole.known, whole.matrix?.rows[0]?.unlike, whole.matrix?.rows[0]?.beside]).toEqual([undefined, [], null])
  expect(told(whole, address => address).against).toContain('Nothing here shows what 198.51.100.20 would accept')
})

test('refused: what it chose of somebody else is better than nothing, what it offers itself better still', () => {
  const answer = ikev1({ ...first, exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite({ hash: 1 }))))
  const other = { from: { address: '192.0.2.77' } }
  const told = story()
    .a(mm(first.initiator, { hash: 1 }), other)
    .b(answer, other)
    .a(mm('c3c3c3c3c3c3c3c3', {}))
    .b(refused('c3c3c3c3c3c3c3c3'))
  const { known, matrix } = compared(told.report, 'N2', 'MM1')!
  expect([known?.how, known?.negotiation, known?.with]).toEqual(['chose', 'N1', '192.0.2.77'])
  expect(matrix?.rows[0]?.unlike).toEqual(['Hash Algorithm'])
  told.b(mm('d4d4d4d4d4d4d4d4', { group: 14 }))
  expect(compared(told.report, 'N2', 'MM1')!.known).toMatchObject({ how: 'offers', negotiation: 'N3' })
})

test('no answer came: said as that, not as a refusal', () => {
  const whole = compared(story().a(mm(first.initiator, {})).wait(2).again().report, 'N1', 'MM1')!
  expect([whole.came, whole.answer]).toEqual(['nothing', undefined])
  expect(told(whole, address => address).came).toBe('No answer of 198.51.100.20 to the offer is in the capture.')
})

test('no answer came: what the other side takes elsewhere is held beside, and nothing is said of a refusal or of an answer', () => {
  const answer = ikev1({ ...first, exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite({}))))
  const of = (suite: v1.Suite) => {
    const report = story().a(mm(first.initiator, {})).b(answer).wait(5).a(mm('c3c3c3c3c3c3c3c3', suite)).report
    return told(compared(report, 'N2', 'MM1')!, address => address)
  }
  const against = 'Held against what 198.51.100.20 chose in N1: ≠ marks what differs.'
  const came = 'No answer of 198.51.100.20 to the offer is in the capture.'
  expect(of({})).toEqual({ came, against, nearest: 'Proposal 1, transform 1 would fit what 198.51.100.20 chose in N1.' })
  expect(of({ hash: 1 })).toEqual({ came, against, nearest: 'It differs in Hash Algorithm.' })
})

test('IKE_SA_INIT: the alternatives of each kind, refused and answered', () => {
  const own = ikev2(
    { initiator: 'c3c3c3c3c3c3c3c3', exchange: 34, flags: 8 },
    v2.sa(v2.proposal({}, v2.transform(1, 12, 256), v2.transform(2, 5), v2.transform(3, 12), v2.transform(4, 19))),
    v2.ke(19, 64, 9),
    v2.nonce(9),
  )
  const say = sayV2()
  const report = story().a(say.init).b(say.initRefusal(14)).wait(3).b(own).report
  const whole = compared(report, 'N1', 'IKE_SA_INIT response')!
  expect([whole.came, whole.refusal, whole.known?.negotiation]).toEqual(['refused', 'NO_PROPOSAL_CHOSEN', 'N2'])
  expect(whole.matrix?.rows.map(row => row.unlike)).toEqual([['group']])
  const good = compared(story().a(say.init).b(say.initAnswer).report, 'N1', 'IKE_SA_INIT request')!
  expect([good.came, good.matrix?.rows[0]?.chosen]).toEqual(['chosen', true])
})

test('messages that have nothing to do with an offer', () => {
  const say = sayV1()
  const report = story().a(say.mm1).b(say.mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6).report
  for (const name of ['MM3', 'MM4', 'MM5']) expect(compared(report, 'N1', name)).toBeUndefined()
})

test('quick mode, encrypted: said so, with nothing to compare', () => {
  const say = sayV1()
  const report = story().a(say.mm1).b(say.mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6).a(say.qm1()).b(say.qm2()).report
  const whole = compared(report, 'N1', 'QM1')!
  expect([whole.came, whole.matrix]).toEqual(['unread', null])
  expect(told(whole, address => address).came).toContain('is encrypted, and no key is given that opens it')
  expect(compared(report, 'N1', 'QM2')).toEqual(whole)
})

test.each([
  ['v1_main_psk_ok', 'QM1', 'Transform ID', 'ESP_AES-CBC 128'],
  ['v2_psk_ok', 'IKE_AUTH response', 'encryption', 'ENCR_AES_GCM_16 256'],
])('%s with its keys: %s', async (name, message, column, value) => {
  const opened = await openSession([await fileSource(`captures/lab/${name}/a.pcap`)])
  if (!opened.ok) throw new Error(opened.why)
  await opened.session.keys(keysOf(name))
  const whole = compared(await opened.session.report(), 'N1', message)!
  await opened.session.close()
  expect(whole.came).toBe('chosen')
  expect(whole.matrix?.rows.map(row => [row.chosen, row.values[column]])).toEqual([[true, [value]]])
})

function keysOf(capture: string) {
  const folder = `captures/lab/${capture}/keys-a`
  return readdirSync(folder).map(name => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }))
}

// An SA under the IKE SA that was refused, and the one that the other side asks for itself.

const esp = (cipher: string, group?: string): Offer => ({
  number: 1,
  protocol: 'ESP',
  transforms: [{ name: cipher, attributes: { 'Encapsulation Mode': 'Tunnel', ...(group ? { 'Group Description': group } : {}) } }],
})
const message = (name: string, from: Message['from'], time: number, more: Partial<Message> = {}): Message => ({
  name,
  from,
  bytes: 100,
  encrypted: true,
  decrypted: true,
  payloads: ['HASH', 'SA'],
  transmissions: [{ retransmission: false, fate: 'delivered', sightings: [{ trace: 0, packets: [time], time, complete: true }] }],
  ...more,
})
const exchange = (type: string, messages: readonly Message[], offered: readonly Offer[] = [], chosen: Offer | null = null): Exchange => ({
  type,
  messageId: '00001001',
  outcome: chosen ? 'complete' : 'failed',
  messages,
  ...(offered.length > 0 ? { proposals: { offered, chosen } } : {}),
})

test('quick mode refused in an exchange of its own: held against the quick mode of the other direction', () => {
  const negotiation: Negotiation = {
    id: 'N1',
    version: 1,
    mode: 'main',
    initiator: { address: A.address, port: 500 },
    responder: { address: B.address, port: 500 },
    initiatorSpi: first.initiator,
    responderSpi: first.responder,
    outcome: 'established',
    authentication: null,
    proposals: { offered: [], chosen: null },
    exchanges: [
      exchange('Quick Mode', [message('QM1', 'initiator', 1)], [esp('ESP_3DES')]),
      exchange('Informational', [message('Informational', 'responder', 2, { payloads: ['N'], refuses: 'NO-PROPOSAL-CHOSEN' })]),
      exchange('Quick Mode', [message('QM1', 'responder', 3)], [esp('ESP_3DES', '2048-bit MODP group')]),
      exchange('Quick Mode', [message('QM1', 'initiator', 4)], [esp('ESP_AES')]),
      exchange('Informational', [message('Informational', 'responder', 5, { payloads: ['N'], refuses: 'INVALID-ID-INFORMATION' })]),
    ],
  }
  const at = (place: number) => offerAndAnswer([negotiation], negotiation, negotiation.exchanges[place]!.messages[0]!)!
  expect(at(1)).toEqual(at(0))
  expect([at(0).refusal, at(0).known?.how, at(0).matrix?.rows[0]?.unlike]).toEqual(['NO-PROPOSAL-CHOSEN', 'offers', ['Group Description']])
  expect([at(2).from, at(2).came, at(2).refusal]).toEqual([B.address, 'refused', undefined])
  expect([at(4).refusal, at(4).offer]).toEqual(['INVALID-ID-INFORMATION', negotiation.exchanges[3]!.messages[0]])
})
