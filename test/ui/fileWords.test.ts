import { expect, test } from 'vitest'
import type { TraceSummary } from '../../src/trace/report.ts'
import { fileWords, runsBackwards } from '../../src/ui/bar/fileWords.ts'

const trace: TraceSummary = {
  name: 'a.pcap',
  format: 'pcap',
  compression: null,
  packets: 1234,
  bytes: 0,
  start: '2026-11-23T19:29:06.541649000Z',
  end: '2026-11-23T19:31:14.541649000Z',
  clock: 'utc',
  linkTypes: [],
  counts: {} as never,
  problems: [],
}

test('a chip’s words: name, format, packets, span, clock, problems', () => {
  expect(fileWords(trace)).toBe('a.pcap: pcap, 1,234 packets, 2 min 8 s, UTC, no problems')
  expect(fileWords({ ...trace, format: 'netmon2', compression: 'gzip', clock: 'local', packets: 1, end: trace.start, dropped: 2000 })).toBe(
    'a.pcap: NetMon 2, gzip, 1 packet, 0 s, clock of no known zone, 2,000 dropped by the capturing machine, no problems',
  )
  const cut = { packet: 1, weight: 'cut' as const, says: '' }
  expect(fileWords({ ...trace, start: null, end: null, problems: [cut, cut], moreProblems: 3 })).toBe(
    'a.pcap: pcap, 1,234 packets, UTC, 5 problems',
  )
})

test('a clock that runs backwards has no span, unless the other capture put it right', () => {
  expect(fileWords(trace, true)).toBe('a.pcap: pcap, 1,234 packets, clock runs backwards, UTC, no problems')
  const report = (one: TraceSummary) =>
    ({ traces: [trace, one], findings: [{ rule: 'clock-step', evidence: [{ trace: 1, packet: 10 }] }] }) as never
  expect([0, 1].map(at => runsBackwards(report(trace), at))).toEqual([false, true])
  expect(runsBackwards(report({ ...trace, clockSets: [{ packet: 10, time: 1, seconds: 30 }] }), 1)).toBe(false)

  // What is said of both captures says nothing of either one's own clock.
  const evidence = [0, 1].map(at => ({ trace: at, packet: 10 }))
  const ofBoth = { traces: [trace, trace], findings: [{ rule: 'clock-step', evidence }] } as never
  expect([0, 1].map(at => runsBackwards(ofBoth, at))).toEqual([false, false])
})
