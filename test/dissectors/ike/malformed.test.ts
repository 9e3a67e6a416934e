import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problems } from '../../../src/dissectors/field.ts'
import { packet } from '../../../src/dissectors/packet.ts'
import { told } from '../../support/capture/collect.ts'
import { corpus, onDisk } from '../../support/recordings/index.ts'
import { untiled } from '../../support/tree/tiling.ts'

const tcpdump = 'the-tcpdump-group+tcpdump/tests'
const zeek = 'corelight+zeek-spicy-ipsec/tests/traces'

/** Captures that once made tcpdump or Zeek stumble, and what the first packet with a fault is said to suffer from. */
const files: readonly [path: string, weight: string, says: string][] = [
  [`${tcpdump}/ikev2-id-normal.pcap`, 'malformed', 'ID type 1 has 4 bytes, 1 are here'],
  [`${tcpdump}/ikev2-id-short.pcap`, 'malformed', 'RESERVED needs 3 bytes, 0 are here'],
  [`${tcpdump}/ikev2pI2-segfault.pcapng`, 'malformed', 'KE says 43690 bytes, 236 are here'],
  [`${tcpdump}/isakmp-no-none-np.pcapng`, 'malformed', 'Next Payload says 11 (Notification), but the message ends here'],
  [`${tcpdump}/isakmp-pointer-loop.pcap`, 'malformed', 'Length says 0 bytes, the header alone has 28'],
  [`${tcpdump}/isakmp-delete-segfault.pcap`, 'malformed', 'Length says 456 bytes, 146 are here'],
  // wire length 262144, so what is missing was never captured
  [`${tcpdump}/isakmp-various-oobr.pcap`, 'cut', '235 more bytes were not captured'],
  [`${tcpdump}/isakmpv1-attr-oobr.pcap`, 'cut', '63183 more bytes were not captured'],
  [`${zeek}/ipsec-ikev1-payload-bad-length.pcap`, 'malformed', 'Payload Length says 3 bytes, its own header has 4'],
  [`${zeek}/ipsec-ikev1-zero-length.pcap`, 'malformed', 'Length says 0 bytes, the header alone has 28'],
]

describe.skipIf(!existsSync(corpus))('captures made to break dissectors', () => {
  test.each(files)('%s', async (path, weight, says) => {
    const { records } = await told(onDisk(join(corpus, 'files', path)))
    const trees = records.map(record => packet(record.data, record.original, record.linkType).tree)
    expect(trees.flatMap(tree => untiled(tree))).toEqual([])
    const found = trees.flatMap(tree => problems(tree)).filter(({ problem }) => problem.weight === weight)
    expect(found.map(({ problem }) => problem.says).some(text => text.includes(says))).toBe(true)
  })
})
