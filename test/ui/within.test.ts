/** ← and → through what a row holds: the pieces of a message, its copies in a fold, the packets of a band. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { type Layout, packetsIn } from '../../src/ui/ladder/layout.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { within } from '../../src/ui/ladder/within.ts'
import { grounding, laying } from '../../src/ui/shown.ts'
import { whole } from '../../src/ui/slices.ts'
import { onDisk } from '../support/recordings/index.ts'

async function ladderOf(place: string, ends: readonly string[]) {
  const opened = await openSession(
    ends.map(end => onDisk(fileURLToPath(new URL(`../../captures/lab/${place}/${end}.pcap`, import.meta.url)))),
  )
  if (!opened.ok) throw new Error(opened.why)
  const { session } = opened
  const report = await session.report()
  const pair = ends.length > 1 ? lanes(report)[0]! : hostPairs(report, 0)[0]!
  const ground = whole(grounding(report, 0, pair))!
  return async (open: ReadonlySet<string>): Promise<Layout> => {
    const bands = ground.own.filter(row => row.kind === 'band').filter(row => open.has(row.id))
    const told = await Promise.all(bands.map(async row => [row.id, await session.carried(0, row.flow, 0, 60)] as const))
    return whole(laying(ground, { open }, 1, { runs: [[], []], packets: [], seen: [[], []], opened: new Map(told) }))!.layout
  }
}

/** Presses keys from a row on; says where each led: the row's name and the packet looked at, or what was opened and closed. */
async function walk(place: string, ends: readonly string[], from: (row: Row) => boolean, keys: string) {
  const lay = await ladderOf(place, ends)
  let open: ReadonlySet<string> = new Set()
  let layout = await lay(open)
  let row = layout.rows.find(from)!
  let packet = packetsIn(row, 0)[0]
  const said: string[] = []
  for (const key of keys) {
    const step = within(layout, row, packet, 0, key === '>' ? 1 : -1)
    if (step && 'fold' in step) {
      said.push(open.has(step.fold) ? 'closes' : 'opens')
      open = open.has(step.fold) ? new Set([...open].filter(id => id !== step.fold)) : new Set([...open, step.fold])
      layout = await lay(open)
      row = layout.rows[layout.indexOf.get(row.id)!]!
    } else if (step) {
      row = step.row
      packet = step.packet ?? packetsIn(row, 0)[0]
      said.push(`${row.kind} ${packet}`)
    } else said.push('stays')
  }
  return said
}

const second = (row: Row) => row.kind === 'message' && row.message.name === 'MM5' && row.copy === 2

test.each([
  ['of one capture', ['a']],
  ['of both ends, and side by side', ['a', 'b']],
])('fragments, copies and their fold %s', async (_, ends) => {
  // From the first piece of the second copy: its other piece, the fold; in, one on, back to the fold, closed, out.
  expect(await walk('v1_cert_fragdrop_both', ends, second, '>>>>>><<<<<<<<')).toEqual([
    'message 12',
    'fold 13',
    'opens',
    'message 13',
    'message 14',
    'message 15',
    'message 14',
    'message 13',
    'fold 13',
    'closes',
    'message 12',
    'message 11',
    'message 8',
    'message 7',
  ])
})

test.each([
  ['of one capture', ['a']],
  ['of both ends', ['a', 'b']],
])('a band and its packets %s', async (_, ends) => {
  const first = (row: Row) => row.kind === 'band' && row.from === 'left'
  expect(await walk('v1_pmtu_icmp', ends, first, '<>>><<<<')).toEqual([
    'stays',
    'opens',
    'single 12',
    'single 15',
    'single 12',
    'band 12',
    'closes',
    'stays',
  ])
})

test('at the last packet that is drawn of a long band → draws more of it', async () => {
  const lay = await ladderOf('v1_pmtu_icmp', ['a'])
  const band = (await lay(new Set())).rows.find(row => row.kind === 'band' && row.from === 'left')!
  const layout = await lay(new Set([band.id]))
  const last = layout.rows.findLast(row => row.kind === 'single' && row.from === 'left')!
  expect(within(layout, last, last.packets[0], 0, 1)).toEqual({ fold: layout.rows.find(row => row.kind === 'rest')!.id })
})
