/** What somebody wrote beside a capture is in what the command line draws of it, too. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ladder } from '../../src/cli/commands/ladder.ts'
import { report } from '../../src/cli/commands/report.ts'
import { openSession } from '../../src/host/session.ts'
import { workspaceIn, written } from '../../src/workspace/file.ts'
import { onDisk } from '../support/recordings/index.ts'
import { scratch } from '../support/scratch.ts'

const ends = 'captures/lab/v1_cert_fragdrop_both'
const all = scratch()

/** Both captures in a folder of their own, beside them a workspace file about captures that began then. */
async function folder(start: (own: string | null) => string | null): Promise<string> {
  const dir = mkdtempSync(join(all, 'kept-'))
  for (const name of ['a.pcap', 'b.pcap']) cpSync(`${ends}/${name}`, join(dir, name))
  const opened = await openSession([onDisk(`${ends}/a.pcap`)])
  if (!opened.ok) throw new Error(opened.why)
  const { packets, start: own } = (await opened.session.report()).traces[0]!
  const text = written({
    captures: [{ name: 'a.pcap', packets, start: start(own) }],
    names: new Map([['192.0.2.10', 'Branch <&>']]),
    notes: [{ capture: 0, packet: 7, text: 'the firewall was changed here' }],
    hidden: [],
  })
  expect(workspaceIn(text)).toBeDefined()
  writeFileSync(join(dir, 'a.pcap.ikescope.json'), text)
  return dir
}

async function made(dir: string): Promise<{ said: string; html: string; svg: string }> {
  const said: string[] = []
  const out = { line: async (text: string) => void said.push(text), lines: async () => {}, write: async () => {} }
  const both = [join(dir, 'a.pcap'), join(dir, 'b.pcap')]
  await report.run([...both, '--html', join(dir, 'r.html')], out as never)
  await ladder.run([...both, '--svg', join(dir, 'l.svg')], out as never)
  return { said: said.join('\n'), html: readFileSync(join(dir, 'r.html'), 'utf8'), svg: readFileSync(join(dir, 'l.svg'), 'utf8') }
}

test('names and notes kept beside the first capture are in the report and in the picture', async () => {
  const { said, html, svg } = await made(await folder(own => own))
  expect(said).toMatch(/r\.html: written, with the names and notes in a\.pcap\.ikescope\.json$/)
  for (const text of [html, svg]) {
    expect(text).toContain('Branch &lt;&amp;&gt;')
    expect(text).toContain('the firewall was changed here')
  }
})

test('a workspace file about other captures is left alone', async () => {
  const { said, html, svg } = await made(await folder(() => '2001-01-01T00:00:00.000000000Z'))
  expect(said).toMatch(/r\.html: written$/)
  for (const text of [html, svg]) expect(text).not.toMatch(/Branch|firewall was changed/)
})
