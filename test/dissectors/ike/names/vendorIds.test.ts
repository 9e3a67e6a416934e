import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vendorId, vendorIdPatterns } from '../../../../src/dissectors/ike/vendorIds.ts'
import { unhex } from '../../../../src/dissectors/text.ts'

const shown = (id: string) => {
  const found = vendorId(unhex(id))
  return found && (found.version === undefined ? found.label : `${found.label} ${found.version}`)
}

test.each([
  ['RFC 3947', '4a131c81070358455c5728f20e95452f', 'RFC 3947 NAT-T'],
  ['draft-ietf-ipsec-nat-t-ike-02\n', '90cb80913ebb696e086381b5ec427b1f', 'draft-ietf-ipsec-nat-t-ike-02 (with newline)'],
  ['draft-ietf-ipsec-nat-t-ike-02', 'cd60464335df21f87cfdb2fc68b6a448', 'draft-ietf-ipsec-nat-t-ike-02'],
  ['GSSAPI', '621b04bb09882ac1e15935fefa24aeee', 'GSS-API (Kerberos)'],
  ['MS-MamieExists', '214ca4faffa7f32d6748e5303395ae83', 'MS-MamieExists (AuthIP offered)'],
  ['FRAGMENTATION', '4048b7d56ebce88525e7de7f00d6c2d3', 'IKE fragmentation'],
  ['strongSwan', '882fe56d6fd20dbc2251613b2ebe5beb', 'strongSwan'],
  ['strongSwan 4.2.14', undefined, 'strongSwan 4.2.14'],
  ['KAME/racoon', '7003cbc1097dbe9c2600ba6983bc8b35', 'KAME/racoon'],
  ['ALTIGA NETWORKS', 'f6f7efc7f5aeb8cb158cb9d094ba69e7', 'Cisco VPN 3000 client'],
  ['SSH Sentinel 1.4.1', 'eb4b0d96276b4e220ad16221a7b2a5e6', 'SSH Sentinel 1.4.1'],
  ['Ssh Communications Security IPSEC Express version 1.1.0', 'fbf47614984031fa8e3bb6198089b223', 'SSH IPSEC Express 1.1.0'],
  ['NETGEAR', 'dbfb81eb5760b0788562067da102d755', 'Netgear'],
])('MD5 of %j', (text, id, name) => {
  const digest = createHash('md5').update(text).digest('hex')
  if (id !== undefined) expect(digest).toBe(id)
  expect(shown(digest)).toBe(name)
})

test.each([
  ['1e2b516905991c7d7c96fcbfb587e46100000002', 'MS NT5 ISAKMPOAKLEY 2 (Windows 2000)'],
  ['1e2b516905991c7d7c96fcbfb587e46100000004', 'MS NT5 ISAKMPOAKLEY 4 (Windows Server 2003 or XP SP2)'],
  ['1e2b516905991c7d7c96fcbfb587e46100000009', 'MS NT5 ISAKMPOAKLEY 9 (Windows 8, Server 2012 or later)'],
  ['1e2b516905991c7d7c96fcbfb587e4610000000b', 'MS NT5 ISAKMPOAKLEY version 11'],
  ['1e2b516905991c7d7c96fcbfb587e461', 'MS NT5 ISAKMPOAKLEY'],
  ['01528bbbc00696121849ab9a1c5b2a5100000001', 'KEY_MODS 1 (AuthIP)'],
  ['7bb93867d76c8d80df0f40fae8fc3b1900000004', 'AUTHIP_INIT_KE_DH_GROUP 4 (group 19 (ECP 256))'],
  ['686a8cbdfe634b405146fb2baf33e9e800112233445566778899aabbccddeeff', 'MSFT IPsec Security Realm Id'],
  ['afcad71368a1f1c96b8696fc77570100', 'Dead Peer Detection 1.0'],
  ['09002689dfd6b712', 'XAUTH'],
  ['09002689dfd6b71280a224dec33b81e5', 'XAUTH'],
  ['12f5f28c457168a9702d9fe274cc0100', 'Cisco Unity 1.0'],
  ['1f07f70eaa6514d3b0fa96542a500407', 'Cisco VPN Concentrator 4.0.7'],
  ['1f07f70eaa6514d3b0fa96542a500306', 'Cisco VPN Concentrator 3.0.6'],
  ['4048b7d56ebce88525e7de7f00d6c2d3c0000000', 'IKE fragmentation 0xc0000000 (Main and Aggressive Mode, every ISAKMP message)'],
  ['4048b7d56ebce88525e7de7f00d6c2d380000000', 'IKE fragmentation 0x80000000 (Main and Aggressive Mode)'],
  ['f4ed19e0c114eb516faaac0ee37daf2807b4381f000000010000138d000000000000000018800000', 'Check Point Firewall-1 NG AI R55'],
  [
    'f4ed19e0c114eb516faaac0ee37daf2807b4381f000000010000138d43f1a2c00000000018800000',
    'Check Point Firewall-1 NGX or later, its clock at 2006-02-14T09:28:32Z',
  ],
  ['f4ed19e0c114eb516faaac0ee37daf2807b4381f0000000100009999', 'Check Point product 1, version 39321'],
  ['4f45704f736579505c6e5f6d', 'FreeS/WAN 2.04'],
  ['4f45414c5d6a75516450457a', 'Openswan 2.4.9'],
  ['4f455f5d7b764b67436f4f49', 'Openswan 2.4.9'],
  ['4f535751624a50497c705f61', 'Openswan 2.6.42'],
  ['4f454e5f52685050487b645e', 'Libreswan 3.5'],
  ['4f452d4c696272657377616e2d342e3135', 'Libreswan 4.15'],
  ['4f4541414141414141414141', 'FreeS/WAN or Openswan (build not known)'],
  ['47bbe7c993f1fc13b4e6d0db565c68e5010201010201010310382e302e3020284275696c6420313029000000', 'SafeNet SoftRemote 8.0.0 (Build 10)'],
  ['424e455300000009', 'Nortel Contivity version 9'],
  ['54494d455354455020312053475720313532302033313520322e303145303133', 'TimeStep 1 SGW 1520 315 2.01E013'],
  ['2a2bcac19b8e91b426107807e02e7249569d6fd30000000b0000050a', 'NetScreen (seen from NS-5GT) ScreenOS 5.1.0'],
  ['64405f46f03b7660a23be116a1975058e69e83870000000400000403', 'NetScreen (seen from NS-5XP) ScreenOS 4.0.3'],
  ['4f70656e494b45442d372e34', 'OpenIKED 7.4'],
  ['8299031757a36082c6a621de00000000', 'FortiGate'],
  ['00112233445566778854656c646174', 'Teldat'],
  ['c9b2a2af4a8874f092c2b132ae3edaa9', undefined],
  ['4f4541', undefined],
  ['', undefined],
])('%s', (id, name) => {
  expect(shown(id)).toBe(name)
})

test('every pattern is found by its own octets', () => {
  for (const pattern of vendorIdPatterns) expect(vendorId(unhex(pattern.hex()))?.label).toBe(pattern.label)
})

test('any octets are answered', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat({ max: vendorIdPatterns.length - 1 }), (tail, n) => {
      expect(vendorId(tail)?.label).not.toBe('')
      const pattern = vendorIdPatterns[n]!
      const found = vendorId(Uint8Array.from([...unhex(pattern.hex()), ...tail]))
      if (!pattern.whole) expect(found).toBeDefined()
    }),
  )
})

/** What tshark calls the ids that occur in the corpus, and what we do. */
const named: Readonly<Record<string, string>> = {
  'RFC 3706 DPD (Dead Peer Detection)': 'Dead Peer Detection',
  'RFC 3947 Negotiation of NAT-Traversal in the IKE': 'RFC 3947 NAT-T',
  XAUTH: 'XAUTH',
  'CISCO-UNITY': 'Cisco Unity',
  'draft-ietf-ipsec-nat-t-ike-00': 'draft-ietf-ipsec-nat-t-ike-00',
  'draft-ietf-ipsec-nat-t-ike-02': 'draft-ietf-ipsec-nat-t-ike-02',
  'draft-ietf-ipsec-nat-t-ike-02\\\\n': 'draft-ietf-ipsec-nat-t-ike-02 (with newline)',
  'draft-ietf-ipsec-nat-t-ike-03': 'draft-ietf-ipsec-nat-t-ike-03',
  'draft-ietf-ipsec-nat-t-ike-07': 'draft-ietf-ipsec-nat-t-ike-07',
  'draft-stenberg-ipsec-nat-traversal-01': 'draft-stenberg-ipsec-nat-traversal-01',
  'draft-stenberg-ipsec-nat-traversal-02': 'draft-stenberg-ipsec-nat-traversal-02',
  strongSwan: 'strongSwan',
  'Netscreen-6': 'NetScreen or Juniper SRX',
  'Cisco Fragmentation': 'IKE fragmentation',
  'Cisco VPN Revision 2': 'Cisco VPN revision',
  'Cisco FlexVPN Supported': 'Cisco FlexVPN',
  'Cisco Dynamic Route Supported': 'Cisco Dynamic Route',
  'Cisco Delete Reason Supported': 'Cisco Delete Reason',
}

const oracle = join(process.env.IKESCOPE_CORPUS ?? resolve('..', 'shared', 'corpus'), 'oracle')

describe.skipIf(!existsSync(oracle))('vendor ids of the corpus', () => {
  const ids = new Map<string, string>()
  for (const file of existsSync(oracle) ? readdirSync(oracle) : []) {
    const json = gunzipSync(readFileSync(join(oracle, file))).toString()
    for (const [, bytes = '', name = ''] of json.matchAll(/"isakmp\.vid_bytes": "([^"]*)",\s*"isakmp\.vid_string": "([^"]*)"/g))
      ids.set(bytes.replaceAll(':', ''), name)
  }

  test('there are some', () => {
    expect(ids.size).toBeGreaterThan(25)
  })

  test('what tshark names we name', () => {
    const known = [...ids].filter(([, name]) => name !== 'Unknown Vendor ID')
    expect(known.length).toBeGreaterThan(15)
    for (const [id, name] of known) expect([name, vendorId(unhex(id))?.label]).toEqual([name, named[name.replace(/\\\\n$/, '\\\\n')]])
  })

  test('more than that we name', () => {
    const more = [...ids].filter(([id, name]) => name === 'Unknown Vendor ID' && vendorId(unhex(id)) !== undefined)
    expect(more.map(([id]) => id)).toContain('4f4568794c64414365636661')
    expect(vendorId(unhex('4f4568794c64414365636661'))).toEqual({ label: 'Openswan', family: 'Openswan', version: '2.6.32' })
  })
})
