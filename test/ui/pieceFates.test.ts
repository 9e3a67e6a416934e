import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { arrangingJoined, joined } from '../../src/ui/bothEnds/rows.ts'
import { pieceFates } from '../../src/ui/details/pieceFates.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { whole } from '../../src/ui/slices.ts'
import { memory } from '../support/capture/collect.ts'
import { converse, Network } from '../support/pair/network.ts'
import { onDisk } from '../support/recordings/index.ts'

test('of a message that lost a fragment the inspector marks that one, in the capture of its sender', async () => {
  const opened = await openSession(['a', 'b'].map(end => onDisk(`captures/lab/v1_cert_fragdrop_both/${end}.pcap`)))
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const hosts = lanes(report)[0]!
  const rows = whole(arrangingJoined(joined(report, hosts), hosts, report, { open: new Set() }))
  const named = (name: string) => rows.find(row => row.kind === 'message' && row.message.name === name)
  const first = named('MM5')!
  expect([first.seen?.[0]?.packets, [...pieceFates(first, 0)]]).toEqual([[7, 8], [[8, 'lost']]])
  expect([...pieceFates(first, 1)]).toEqual([])
  expect([...pieceFates(named('MM4'), 1)]).toEqual([])
  // The copies in a fold are told of too.
  const fold = rows.find(row => row.kind === 'fold')!
  expect([...pieceFates(fold, 0).keys()]).toContain(fold.packets[1])
  // One capture alone cannot tell.
  const alone = happenings(report, 0, hostPairs(report, 0)[0]!)
  expect(alone.flatMap(row => [...pieceFates(row, 0)])).toEqual([])
  await opened.session.close()
})

/** A message in three fragments; those of the numbers are not in the capture of their sender, or not in the other one. */
async function piecesOf(hiddenAtSender: readonly number[], lost: readonly number[]) {
  const isPiece = (packet: Uint8Array) => ((packet[6]! & 0x3f) | packet[7]!) !== 0
  const offset = (packet: Uint8Array) => (((packet[6]! & 0x1f) << 8) | packet[7]!) * 8
  const numberOf = (packet: Uint8Array) => Math.round(offset(packet) / 776)
  const net = new Network({ drop: (packet, way) => way === 'aToB' && isPiece(packet) && lost.includes(numberOf(packet)) })
  converse(net, { cut: 800, pings: 2 })
  const [a, b] = net.captures().files
  const ofA = a.filter(({ data }) => !(isPiece(data.subarray(14)) && hiddenAtSender.includes(numberOf(data.subarray(14)))))
  const opened = await openSession([memory(pcapFile(ofA), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  await opened.session.close()
  const hosts = lanes(report)[0]!
  const rows = whole(arrangingJoined(joined(report, hosts), hosts, report, { open: new Set() }))
  const row = rows.find(one => one.kind === 'message' && one.message.name === 'MM5')
  if (row?.kind !== 'message') throw new Error('no MM5')
  return row.pieces.map(({ packet, other, end, label }) => [label, packet !== undefined, other !== undefined, end])
}

test('a fragment that only the capture at the receiver has is drawn as one that arrived', async () => {
  const [first, second, third] = ['0–799', '800–1599', '1600–2355']
  expect(await piecesOf([1], [])).toEqual([
    [first, true, true, 'arrived'],
    [second, false, true, 'arrived'],
    [third, true, true, 'arrived'],
  ])
  expect((await piecesOf([1, 2], [])).slice(1)).toEqual([
    [second, false, true, 'arrived'],
    [third, false, true, 'arrived'],
  ])
})

test('what neither capture has is drawn as missing beside it', async () => {
  expect(await piecesOf([1, 2], [2])).toEqual([
    ['0–799', true, true, 'arrived'],
    ['800–1599', false, true, 'arrived'],
    ['1600–2355', false, false, undefined],
  ])
})
