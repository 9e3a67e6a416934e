import { describe, expect, test } from 'vitest'
import { gssToken, methods, plainAuthIp } from '../../src/compose/ike/authip.ts'
import * as p1 from '../../src/compose/ike/v1.ts'
import { sealed } from '../support/ike/authIp.ts'
import { B, type Story, story } from '../support/trace/story.ts'

// What Windows hosts log, by the time of their Windows.

const MAIN = 243
const spis = { initiator: '1111111111111111', responder: '99aabbccddeeff00' }
const offer = p1.sa({}, p1.proposal({}, p1.suite({ encryption: 7, keyLength: 128, group: 0, authentication: 65001 })))

/** AuthIP's main mode with its first quick mode. */
const authIp = (told: Story = story()) =>
  told
    .a(plainAuthIp({ initiator: spis.initiator }, { exchange: MAIN, number: 0 }, [offer, methods(2), p1.nonce(1)]))
    .b(plainAuthIp(spis, { exchange: MAIN, number: 0 }, [offer, methods(2), p1.nonce(2)]))
    .a(plainAuthIp(spis, { exchange: MAIN, number: 1 }, [gssToken(1, new Uint8Array(300))]))
    .b(plainAuthIp(spis, { exchange: MAIN, number: 1 }, [gssToken(16, new Uint8Array(60))]))
    .a(sealed(MAIN, 0, 5, { length: 172 }))
    .b(sealed(MAIN, 0, 5, { length: 188 }))

const says = (told: Story) => told.report.expectedEvents!.map(e => `${e.event} ${e.host === B.address ? 'B' : 'A'}: ${e.says}`)

describe('AuthIP', () => {
  test('its SAs are made by main and quick modes', () =>
    expect(says(authIp())).toEqual([
      '541 A: main mode SA established',
      '541 B: main mode SA established',
      '541 A: quick mode SA established',
      '541 B: quick mode SA established',
    ]))
})
