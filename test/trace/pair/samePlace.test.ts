/** Two captures of one place, or one file opened twice, say what one of them says, and nothing of a path between them. */
import { expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { onDisk } from '../../support/capture/collect.ts'

async function reportOf(...paths: string[]): Promise<Report> {
  const opened = await openSession(paths.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

const titles = ({ findings }: Report) => findings.map(({ severity, confidence, title }) => `${severity} ${confidence} ${title}`)

test.each(['v1_path_firewalled', 'v1_natt_4500_blocked', 'v1_netem_loss20', 'v1_wrong_psk'])('%s twice', async name => {
  const path = `captures/lab/${name}/a.pcap`
  const [alone, twice] = [await reportOf(path), await reportOf(path, path)]
  expect(twice.pair).toBeNull()
  expect(titles(twice)).toEqual(['warning certain Both captures were taken at the same place', ...titles(alone), ...titles(alone)])
})
