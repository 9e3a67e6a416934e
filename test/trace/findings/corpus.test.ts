import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { capturesBelow, corpus } from '../../support/recordings/index.ts'
import { reportOn } from '../../support/trace/read.ts'

// Captures by others. Nearly all are of healthy traffic, or of no IPsec at all: none of these gets a warning or an error.
// Those below were judged by their bytes; each says why what is told of it is right.

const reviewed: Readonly<Record<string, readonly string[]>> = {
  // The gateway redirects to another one (RFC 5685), and that one answers NO_PROPOSAL_CHOSEN in the clear.
  'files/secdev+scapy/test/pcaps/ikev2_notify_redirect.pcap': ['error proposal-mismatch'],
  // One packet each: the Length in its header is less than the header has.
  'files/corelight+zeek-spicy-ipsec/tests/traces/ipsec-ikev1-zero-length.pcap': ['warning malformed-message'],
  'files/the-tcpdump-group+tcpdump/tests/isakmp-pointer-loop.pcap': ['warning malformed-message'],
  // One packet: INVALID-MAJOR-VERSION without what it answers. Which version is refused is not said.
  'files/the-tcpdump-group+tcpdump/tests/isakmp-no-none-np.pcapng': ['warning version-mismatch'],
}

/** Bytes up to which a file is read here; larger ones are those of the benchmark. */
const MOST = 6e6

const files = [`${corpus}/files`, `${corpus}/derived`].flatMap(capturesBelow).filter(path => statSync(path).size < MOST)

describe.skipIf(files.length === 0)('verdicts on captures by others', () => {
  test.each(files.map(path => [relative(corpus, path), path] as const))('%s', async (name, path) => {
    const report = await reportOn(path).catch(() => undefined)
    // Files that are no captures are told as such; test/capture holds which.
    const found = (report?.findings ?? []).filter(f => f.severity !== 'note').map(f => `${f.severity} ${f.rule}`)
    expect(found).toEqual(reviewed[name] ?? [])
  })
})
