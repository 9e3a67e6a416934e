import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Delete, IkeMessage, Notify, Payload } from '../../src/dissectors/ike/facts.ts'
import { openSession } from '../../src/host/session.ts'
import { textLadder } from '../../src/text/ladder/index.ts'
import { tellsOf } from '../../src/trace/negotiation/tells.ts'
import { contentTexts } from '../../src/ui/ladder/label.ts'
import { memory } from '../support/capture/collect.ts'
import { onDisk } from '../support/recordings/index.ts'

function message(payloads: readonly (Partial<Payload> & { readonly kind: string })[], majorVersion = 2): IkeMessage {
  return { majorVersion, payloads } as unknown as IkeMessage
}
const notify = (notifyType: number, symbol?: string): Notify => ({
  kind: 'notify',
  protocol: 0,
  notifyType,
  symbol,
  spi: '',
  data: new Uint8Array(),
})
const deletes = (protocol: number, ...spis: string[]): Delete => ({ kind: 'delete', protocol, spis })

test('deletes say of what, notifies what; beside an SA only that it replaces one', () => {
  expect(tellsOf(message([deletes(3, 'ca41911a')]))).toEqual(['Delete ca41911a'])
  expect(tellsOf(message([deletes(3, 'ca41911a', 'ca41911b'), deletes(1)]))).toEqual(['Delete of 2 SAs', 'Delete of the IKE SA'])
  expect(tellsOf(message([{ kind: 'other' }, notify(36136, 'R-U-THERE')], 1))).toEqual(['', 'R-U-THERE'])
  expect(tellsOf(message([notify(49999)]))).toEqual(['notify 49999'])
  expect(tellsOf(message([notify(16393, 'REKEY_SA'), { kind: 'sa' }, notify(16394, 'ESP_TFC_PADDING_NOT_SUPPORTED')]))).toEqual([
    'REKEY_SA',
    '',
    '',
  ])
  expect(tellsOf(message([{ kind: 'sa' }, { kind: 'ke' }, notify(16388, 'NAT_DETECTION_SOURCE_IP')]))).toBeUndefined()
  expect(tellsOf(message([deletes(3, 'f'.repeat(510))]))).toEqual([`Delete ${'f'.repeat(32)}`])
})

test('with keys the ladders say what an informational message deletes', async () => {
  const folder = 'captures/lab/v1_main_psk_ok'
  const opened = await openSession([onDisk(`${folder}/a.pcap`)])
  if (!opened.ok) throw new Error(opened.why)
  const name = 'ikev1_decryption_table'
  await opened.session.keys([{ name, text: readFileSync(`${folder}/keys-a/${name}`, 'utf8') }])
  const report = await opened.session.report()
  const told = report.negotiations[0]!.exchanges.filter(({ type }) => type === 'Informational').flatMap(({ messages }) =>
    messages.map(contentTexts),
  )
  expect(told).toEqual([
    ['HASH', expect.stringMatching(/^Delete [0-9a-f]{8}$/)],
    ['HASH', 'Delete of the IKE SA'],
  ])
  expect(textLadder(report).join('\n')).toMatch(/Informational {2}HASH, Delete of the IKE SA/)
  await opened.session.close()
})

test('with keys a rekey of the IKE SA makes no IPsec SA, whether or not anything under the new one is seen', async () => {
  const folder = 'captures/composed/eap-and-rekeys'
  const whole = readFileSync(`${folder}/a.pcap`)
  const name = 'ikev2_decryption_table'
  for (const [packets, spis] of [
    [32, ['a52078b3', 'd78a7e61']],
    [42, ['a52078b3', 'd78a7e61', 'b3614e83']],
  ] as const) {
    const opened = await openSession([memory(cut(whole, packets))])
    if (!opened.ok) throw new Error(opened.why)
    await opened.session.keys([{ name, text: readFileSync(`${folder}/${name}`, 'utf8') }])
    const { securityAssociations } = await opened.session.report()
    expect(securityAssociations.filter(({ kind }) => kind === 'ipsec').map(one => one.spis.toInitiator)).toEqual(spis)
    await opened.session.close()
  }
})

/** The first packets of a pcap file. */
function cut(file: Uint8Array, packets: number): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  let at = 24
  for (let i = 0; i < packets; i++) at += 16 + view.getUint32(at + 8, true)
  return file.subarray(0, at)
}
