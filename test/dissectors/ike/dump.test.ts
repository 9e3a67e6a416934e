import { expect, test } from 'vitest'
import { bytes, u16 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { dump } from '../../../src/dissectors/dump.ts'
import { read } from '../../support/ike/read.ts'

test('a phase 1 offer of Windows, as it is shown', () => {
  const message = ikev1(
    { exchange: 2 },
    v1.sa(
      {},
      v1.proposal(
        {},
        v1.transform({}, v1.attribute(1, 5), v1.attribute(3, 65001), v1.attribute(12, '00007080'), v1.attribute(16384, '68006f0073007400')),
      ),
    ),
    v1.vid('1e2b516905991c7d7c96fcbfb587e461 00000003'),
  )
  expect(dump(read(message).tree, message)).toMatchInlineSnapshot(`
    "0000-006b  Packet
    0000-001b    ISAKMP Header: Identity Protection
    0000-0007      Initiator Cookie: 1111111111111111
    0008-000f      Responder Cookie: 0000000000000000
    0010-0010      Next Payload: 1 (Security Association)
    0011-0011      Version: 16 (1.0)
                     MjVer: 1
                     MnVer: 0
    0012-0012      Exchange Type: 2 (Identity Protection)
    0013-0013      Flags: 0
                     Encryption: 0
                     Commit: 0
                     Authentication Only: 0
    0014-0017      Message ID: 00000000
    0018-001b      Length: 108
    001c-0053    SA
    001c-001c      Next Payload: 13 (Vendor ID)
    001d-001d      RESERVED: 0
    001e-001f      Payload Length: 56
    0020-0023      DOI: 1 (IPSEC)
    0024-0027      Situation: 1
                     Reserved: 0
                     SIT_INTEGRITY: 0
                     SIT_SECRECY: 0
                     SIT_IDENTITY_ONLY: 1
    0028-0053      Proposal: 1, PROTO_ISAKMP
    0028-0028        Next Payload: 0 (NONE)
    0029-0029        RESERVED: 0
    002a-002b        Payload Length: 44
    002c-002c        Proposal #: 1
    002d-002d        Protocol-Id: 1 (PROTO_ISAKMP)
    002e-002e        SPI Size: 0
    002f-002f        # of Transforms: 1
    0030-0053        Transform: 1, KEY_IKE 3DES-CBC GSS-API using Kerberos host
    0030-0030          Next Payload: 0 (NONE)
    0031-0031          RESERVED: 0
    0032-0033          Payload Length: 36
    0034-0034          Transform #: 1
    0035-0035          Transform-Id: 1 (KEY_IKE)
    0036-0037          RESERVED2: 0
    0038-003b          Encryption Algorithm: 3DES-CBC
    0038-0039            Attribute Type: 32769
                           AF: 1 (Type/Value)
                           Type: 1 (Encryption Algorithm)
    003a-003b            Attribute Value: 5 (3DES-CBC)
    003c-003f          Authentication Method: GSS-API using Kerberos
    003c-003d            Attribute Type: 32771
                           AF: 1 (Type/Value)
                           Type: 3 (Authentication Method)
    003e-003f            Attribute Value: 65001 (GSS-API using Kerberos)
    0040-0047          Life Duration: 28800
    0040-0041            Attribute Type: 12
                           AF: 0 (Type/Length/Value)
                           Type: 12 (Life Duration)
    0042-0043            Attribute Length: 4
    0044-0047            Attribute Value: 28800
    0048-0053          GSS Identity Name: host
    0048-0049            Attribute Type: 16384
                           AF: 0 (Type/Length/Value)
                           Type: 16384 (GSS Identity Name)
    004a-004b            Attribute Length: 8
    004c-0053            Attribute Value: 68006f0073007400 (host)
    0054-006b    VID: MS NT5 ISAKMPOAKLEY 3 (Windows XP)
    0054-0054      Next Payload: 0 (NONE)
    0055-0055      RESERVED: 0
    0056-0057      Payload Length: 24
    0058-006b      Vendor ID: 1e2b516905991c7d7c96fcbfb587e46100000003 (MS NT5 ISAKMPOAKLEY 3 (Windows XP))"
  `)
})

test('a refused key exchange, as it is shown', () => {
  const message = ikev2({ exchange: 34, flags: 0x20 }, v2.notify(17, { data: u16(19) }), v2.notify(16390, { data: bytes('a1b2c3') }))
  expect(dump(read(message).tree, message)).toMatchInlineSnapshot(`
    "0000-0030  Packet
    0000-001b    ISAKMP Header: IKE_SA_INIT
    0000-0007      IKE SA Initiator's SPI: 1111111111111111
    0008-000f      IKE SA Responder's SPI: 0000000000000000
    0010-0010      Next Payload: 41 (Notify)
    0011-0011      Version: 32 (2.0)
                     MjVer: 2
                     MnVer: 0
    0012-0012      Exchange Type: 34 (IKE_SA_INIT)
    0013-0013      Flags: 32 (Response)
                     Initiator: 0
                     Version: 0
                     Response: 1
    0014-0017      Message ID: 00000000 (0)
    0018-001b      Length: 49
    001c-0025    N: INVALID_KE_PAYLOAD, wants 256-bit random ECP group
    001c-001c      Next Payload: 41 (Notify)
    001d-001d      Flags: 0
                     Critical: 0
                     RESERVED: 0
    001e-001f      Payload Length: 10
    0020-0020      Protocol ID: 0
    0021-0021      SPI Size: 0
    0022-0023      Notify Message Type: 17 (INVALID_KE_PAYLOAD)
    0024-0025      Notification Data
    0024-0025        Diffie-Hellman Group Num: 19 (256-bit random ECP group)
    0026-0030    N: COOKIE
    0026-0026      Next Payload: 0 (No Next Payload)
    0027-0027      Flags: 0
                     Critical: 0
                     RESERVED: 0
    0028-0029      Payload Length: 11
    002a-002a      Protocol ID: 0
    002b-002b      SPI Size: 0
    002c-002d      Notify Message Type: 16390 (COOKIE)
    002e-0030      Notification Data
    002e-0030        Cookie: a1b2c3"
  `)
})
