import { execFileSync, spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Field, fieldAt, named } from '../../src/dissectors/field.ts'
import type { PacketView } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import { around, baseOf, fieldOfByte, fieldRows, hexText, valueText } from '../../src/ui/details/fields.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { layout } from '../../src/ui/ladder/layout.ts'
import { rowName } from '../../src/ui/ladder/rowName.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { capturesBelow, lab, onDisk } from '../support/recordings/index.ts'

const captures = capturesBelow(lab).filter(path => ['a.pcap', 'b.pcap'].includes(basename(path)))
const withTshark = spawnSync('tshark', ['--version']).status === 0
const short = (path: string) => path.slice(lab.length + 1)

async function open(path: string) {
  const opened = await openSession([onDisk(path)])
  if (!opened.ok) throw new Error(opened.why)
  return { session: opened.session, report: await opened.session.report() }
}

describe.skipIf(captures.length === 0)('ladders of recordings', () => {
  test.each(captures.map(path => [short(path), path]))('%s: every sighting has its row, once', async (_, path) => {
    const { report } = await open(path)
    const seen: number[] = []
    for (const pair of hostPairs(report, 0)) {
      const all = happenings(report, 0, pair)
      const folded = arrange(all, pair, { trace: report.traces[0]!, open: new Set() })
      const opened = arrange(all, pair, { trace: report.traces[0]!, open: new Set(folded.map(row => row.id)) })
      expect(new Set(opened.map(row => row.id)).size).toBe(opened.length)
      expect(layout(opened, 1).offsets.every((top, i, tops) => i === 0 || top > tops[i - 1]!)).toBe(true)
      for (const row of opened) {
        expect(rowName(row)).not.toMatch(/undefined|NaN|Infinity/)
        if (row.kind === 'message') seen.push(...row.packets)
      }
      const inFolds = folded.flatMap(row => (row.kind === 'message' || row.kind === 'fold' ? row.packets : []))
      expect([...inFolds].sort()).toEqual(all.flatMap(row => (row.kind === 'message' ? row.packets : [])).sort())
    }
    const said = report.negotiations.flatMap(n =>
      n.exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions.flatMap(t => t.sightings.slice(0, 1).flatMap(s => s.packets)))),
    )
    expect(seen.sort((a, b) => a - b)).toEqual(said.sort((a, b) => a - b))
  })

  const chosen = ['v1_natt_4500_blocked/a.pcap', 'v1_rekey_delete/b.pcap', 'v2_rekey/a.pcap', 'v2_cookie/a.pcap', 'v1_any_sll2/a.pcap']
  test.skipIf(!withTshark).each(chosen)('%s: the rows are the frames that tshark calls ISAKMP', async name => {
    const path = captures.find(one => short(one) === name)!
    const { report } = await open(path)
    const rows = hostPairs(report, 0).flatMap(pair => happenings(report, 0, pair))
    const packets = new Set(rows.flatMap(row => (row.kind === 'message' ? row.packets : [])))
    const frames = execFileSync('tshark', ['-nr', path, '-Y', 'isakmp && !icmp', '-T', 'fields', '-e', 'frame.number'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect([...packets].sort((a, b) => a - b)).toEqual(frames.trim().split('\n').map(Number))
  })
})

describe.skipIf(captures.length === 0)('fields and bytes of recordings', () => {
  const leaves = (field: Field): Field[] =>
    field.children?.length && !field.bytes ? field.children.filter(child => child.bits === undefined).flatMap(leaves) : [field]

  test('every byte leads to a field that holds it, every field to its bytes', async () => {
    const { session, report } = await open(captures.find(path => short(path) === 'v1_cert_fragdrop_both/a.pcap')!)
    let roots = 0
    for (let number = 1; number <= report.traces[0]!.packets; number += 3) {
      const view: PacketView = await session.packet(0, number)
      for (const { tree, bytes } of view.roots) {
        roots++
        const base = baseOf(tree, bytes, undefined)
        for (let offset = 0; offset < bytes.length; offset++) {
          const path = fieldOfByte(base, offset)
          const field = path === undefined ? tree : fieldAt(tree, path)
          expect(field && field.start <= offset && offset < field.end, `byte ${offset} of packet ${number}`).toBe(true)
        }
        for (const leaf of leaves(tree)) expect(hexText(leaf, bytes)).toHaveLength(2 * (leaf.end - leaf.start))
      }
    }
    expect(roots).toBeGreaterThan(14)
  })

  test('a tree opened everywhere has a line for each field, and paths that lead back', async () => {
    const { session } = await open(captures.find(path => short(path) === 'v2_psk_ok/a.pcap')!)
    const { tree, bytes } = (await session.packet(0, 3)).roots[0]!
    const count = (field: Field): number => named(field).reduce((sum, [, child]) => sum + 1 + count(child), 0)
    let opened = new Map<string, boolean>()
    for (;;) {
      const rows = fieldRows(tree, opened)
      const shut = rows.filter(row => row.open === false)
      if (shut.length === 0) break
      opened = new Map([...opened, ...shut.map(row => [row.path, true] as const)])
    }
    const rows = fieldRows(tree, opened)
    expect(rows).toHaveLength(count(tree))
    for (const { path, field, depth } of rows) {
      expect(fieldAt(tree, path)).toBe(field)
      expect(around(path)).toHaveLength(depth)
      expect(valueText(field, baseOf(tree, bytes, path).bytes).length).toBeLessThan(200)
    }
    expect(rows.map(row => row.field.name)).toEqual(expect.arrayContaining(['ISAKMP Header', 'Transform ID', 'Exchange Type']))
  })
})
