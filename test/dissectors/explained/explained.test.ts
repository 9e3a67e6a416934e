import { describe, expect, test } from 'vitest'
import { ikev2 } from '../../../src/compose/ike/message.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { explained } from '../../../src/dissectors/explained/index.ts'
import { layers } from '../../../src/dissectors/explained/layers.ts'
import { notifies } from '../../../src/dissectors/explained/notifies.ts'
import { notifies3gpp } from '../../../src/dissectors/explained/notifies3gpp.ts'
import { notifiesV1 } from '../../../src/dissectors/explained/notifiesV1.ts'
import { notifiesV2 } from '../../../src/dissectors/explained/notifiesV2.ts'
import { payloadsV1 } from '../../../src/dissectors/explained/payloadsV1.ts'
import { payloadsV2 } from '../../../src/dissectors/explained/payloadsV2.ts'
import { notifyTypeAuthIp, notifyTypeV1 } from '../../../src/dissectors/ike/names/notifyV1.ts'
import { notifyType3gpp, notifyTypeSwan, notifyTypeV2 } from '../../../src/dissectors/ike/names/notifyV2.ts'
import { payloadsV1 as readersV1 } from '../../../src/dissectors/ike/v1/index.ts'
import { payloadsV2 as readersV2 } from '../../../src/dissectors/ike/v2/index.ts'
import { ethernet, ipv4, read, udp } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

describe('every payload is explained', () => {
  test.each([
    ['IKEv1', readersV1, payloadsV1],
    ['IKEv2', readersV2, payloadsV2],
  ])('of %s', (_version, readers, table) => {
    expect(Object.values(readers).filter(({ name }) => !(name in table))).toEqual([])
  })

  test.each([...Object.entries(payloadsV1), ...Object.entries(payloadsV2), ...Object.entries(layers), ...Object.entries(notifies)])(
    '%s',
    (_name, [says, where]) => {
      expect(says).toMatch(/^[A-Z0-9].*[.]$/)
      expect(says.length).toBeLessThan(140)
      expect(where).toMatch(
        /^(RFC \d+|IEEE 802\.\w+|3GPP TS \d+\.\d+|\[MS-\w+\]|draft-[\w-]+|(Cisco|Juniper|strongSwan|libreswan), private)( (§[\d.]+|Appendix [A-Z]|[\d.]+))?$/,
      )
    },
  )
})

describe('notifies', () => {
  const registries = [notifyTypeV1, notifyTypeAuthIp, notifyTypeV2, notifyType3gpp, notifyTypeSwan]
  const symbols = new Set(registries.flatMap(({ entries }) => Object.values(entries)))

  test('every one of the registries is explained', () => {
    expect([...symbols].filter(symbol => !Object.hasOwn(notifies, symbol))).toEqual([])
  })

  test('every one that is explained is of the registries', () => {
    expect(Object.keys(notifies).filter(symbol => !symbols.has(symbol))).toEqual([])
  })

  test('no two tables explain the same one', () => {
    const all = [notifiesV1, notifiesV2, notifies3gpp].flatMap(table => Object.keys(table))
    expect(all.filter((symbol, i) => all.indexOf(symbol) !== i)).toEqual([])
  })
})

describe('what a field is for', () => {
  const tree = (message: Uint8Array) => read(ethernet(ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, message))), 1).tree
  const v1 = tree(sayV1().mm1)
  const two = tree(sayV2().init)

  test.each([
    ['its own words', v1, 'SA/Proposal/Transform/Encryption Algorithm', 'Encryption Algorithm', 'RFC 2409 Appendix A'],
    [
      'those of the part around it',
      v1,
      'SA/Proposal/Transform/Encryption Algorithm/Attribute Value',
      'Encryption Algorithm',
      'RFC 2409 Appendix A',
    ],
    ['of the version that the header names', v1, 'SA', 'SA', 'RFC 2408 §3.4'],
    ['of the other version', two, 'SA', 'SA', 'RFC 7296 §3.3'],
    ['of a number in the header', two, 'ISAKMP Header/Message ID', 'Message ID', 'RFC 7296 §2.2'],
    ['of a second one', v1, 'ISAKMP Header/Flags/Commit', 'Commit', 'RFC 2408 §3.1'],
    ['of what stands around', two, 'IPv4/Version and IHL', 'IPv4', 'RFC 791 §3.1'],
    ['of a field of its own part only', two, 'IPv4/Identification', 'Identification', 'RFC 791 §3.2'],
    ['of a link', two, 'Ethernet/Source', 'Ethernet', 'IEEE 802.3 §3'],
  ])('%s', (_name, root, path, name, rfc) => {
    expect(explained(root, path)).toMatchObject({ name, rfc })
  })

  test('of a payload that comes twice', () => {
    const twice = tree(ikev2({ exchange: 34, flags: 8 }, v2.nonce(1), v2.vid('0102'), v2.vid('0304')))
    expect(explained(twice, 'VID[1]/Vendor ID')).toMatchObject({ name: 'VID', rfc: 'RFC 7296 §3.12' })
  })

  test('of a notify, by what it says', () => {
    const asks = tree(ikev2({ exchange: 34, flags: 8 }, v2.notify(17, { data: [0, 19] }), v2.notify(39999)))
    expect(explained(asks, 'N/Notification Data')).toMatchObject({ name: 'INVALID_KE_PAYLOAD', rfc: 'RFC 7296 §1.3' })
    expect(explained(asks, 'N[1]')).toMatchObject({ name: 'N', rfc: 'RFC 7296 §3.10' })
  })

  test('nothing of what is not there, or has no words', () => {
    expect(explained(v1, 'SA/Nothing')).toBeUndefined()
    expect(explained(read(new Uint8Array(4), 147).tree, 'Not dissected')).toBeUndefined()
  })
})
