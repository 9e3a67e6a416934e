/** What becomes of captures that are opened, whatever else happens while they are read. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { openFiles } from '../../src/host/client.ts'
import type { Session } from '../../src/host/protocol.ts'
import type { Action } from '../../src/ui/action.ts'
import { type Opening, useOpening } from '../../src/ui/opening.ts'
import { written } from '../../src/workspace/file.ts'
import { natt } from './sampleReport.ts'

vi.mock('../../src/host/client.ts', () => ({ openFiles: vi.fn() }))

/** The hook as a page has it, and what it dispatches. */
function opening(): Opening & { readonly said: Action[] } {
  const said: Action[] = []
  let hook: Opening | undefined
  renderToStaticMarkup(
    createElement(() => {
      hook = useOpening(action => said.push(action))
      return null
    }),
  )
  return { ...hook!, said }
}

/** A host that reads everything, and what happens while it makes its first report. */
function host(meanwhile: () => void | Promise<void> = () => {}, more: Partial<Session> = {}) {
  const close = vi.fn(async () => {})
  const report = vi.fn(async () => natt())
  report.mockImplementationOnce(async () => {
    await meanwhile()
    return natt()
  })
  vi.mocked(openFiles).mockResolvedValue({ ok: true, session: { report, close, ...more } as unknown as Session })
  return close
}

const capture = new File(['capture'], 'a.pcap')
const table = new File(['fafaeb49382a763c,000102030405060708090a0b0c0d0e0f\n'], 'ikev1_decryption_table')
const types = (said: readonly Action[]) => said.map(({ type }) => type)

test.each(['cancel', 'close'] as const)('a capture is not opened when its report comes after %s, and its session ends', async how => {
  const { open, said, [how]: end } = opening()
  const closed = host(end)
  await open([capture])
  expect(types(said)).toEqual(['reading', how === 'cancel' ? 'cancelled' : 'closed'])
  expect(closed).toHaveBeenCalledOnce()
})

test('keys that come while a capture is read wait for it, what is not taken then does not end the reading', async () => {
  const { open, said } = opening()
  const keys = vi.fn(async () => ({ keys: 1, tried: 0, opened: 0, espTried: 0, espOpened: 0, problems: [] }))
  host(
    async () => {
      await open([table])
      await open([new File(['{'], 'a.pcap.ikescope.json')])
    },
    { keys },
  )
  await open([capture])
  expect(types(said)).toEqual(['reading', 'refused', 'opened', 'unlocked'])
  expect(keys).toHaveBeenCalledWith([{ name: table.name, text: await table.text() }])
})

test('notes and names stay in the file that they are in, also when A and B change over', async () => {
  const there = new Map<string, string>()
  vi.stubGlobal('fetch', async (place: string) => new Response(there.get(place) ?? ''))
  const [a, b] = ['a', 'b'].map(name => ({ name: `${name}.pcap`, url: name, kept: `${name}.json` }))
  const keptAt = (said: readonly Action[]) => said.flatMap(one => (one.type === 'opened' ? [one.keptAt] : []))
  const file = written({ captures: [], names: new Map([['192.0.2.10', 'Branch']]), notes: [], hidden: [] })
  host()
  const fresh = opening()
  await fresh.open([a!, b!])
  for (const place of ['a.json', 'b.json']) there.set(place, file)
  fresh.swap()
  await vi.waitFor(() => expect(keptAt(fresh.said)).toEqual(['a.json', 'a.json']))
  there.delete('a.json')
  const later = opening()
  await later.open([a!, b!])
  expect(types(later.said)).toEqual(['reading', 'opened', 'workspace'])
  expect(keptAt(later.said)).toEqual(['b.json'])
  vi.unstubAllGlobals()
})

test('keys without a capture are refused', async () => {
  const { open, said } = opening()
  await open([table])
  expect(said).toMatchObject([{ type: 'refused', name: table.name }])
})
