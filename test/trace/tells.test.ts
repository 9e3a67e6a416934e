import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Delete, IkeMessage, Notify, Payload } from '../../src/dissectors/ike/facts.ts'
import { openSession } from '../../src/host/session.ts'
import { textLadder } from '../../src/text/ladder/index.ts'
import { tellsOf } from '../../src/trace/negotiation/tells.ts'
import { contentTexts } from '../../src/ui/ladder/label.ts'
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
