import { expect, test } from 'vitest'
import { sayV2 } from '../../support/trace/phrases.ts'
import { A, story } from '../../support/trace/story.ts'

const v2 = sayV2()
const anew = sayV2({ initiator: 'd4d4d4d4d4d4d4d4', responder: 'e5e5e5e5e5e5e5e5', nonce: 9 })
const NEXT = { address: '192.0.2.77' }

/** Asks from an address, into silence; then a new negotiation from there. */
function asked(from?: typeof NEXT) {
  const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(30)
  const way = from ? { from } : {}
  told.a(v2.request(37, 2, { inner: 0, length: 32 }), way)
  for (const gap of [4, 7.2, 12.96]) told.wait(gap).again()
  told.wait(20).a(anew.init, way).b(anew.initAnswer, way).a(anew.auth, way).b(anew.authAnswer, way)
  return told.report.findings.find(one => one.rule === 'dead-peer')!
}

test('who asks from a new address is named by it, and what comes there later is not denied', () => {
  const { says, because, otherwise } = asked(NEXT)
  expect(says).toMatch(/^192\.0\.2\.77 asked 4 times .* Nothing else comes from 198\.51\.100\.20 meanwhile\.$/)
  expect(because.join(' ')).toMatch(/the SA was made from 192\.0\.2\.10, and no INFORMATIONAL before them/)
  expect(otherwise).toContain('198.51.100.20 knows nothing of 192.0.2.77 and drops what comes from there.')
})

test('near miss: the address is the one that the SA was made from', () => expect(asked().because.join(' ')).not.toMatch(/SA was made from/))

/** Pings from the first address, then from the next one. @param to where the peer sends meanwhile */
function pinged(to?: typeof NEXT | typeof A) {
  const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
  for (let i = 1; i < 6; i++) told.wait(0.5).esp('a', 0xc2000002, i).esp('b', 0xc1000001, i)
  told
    .wait(1)
    .via({ from: NEXT })
    .a(v2.request(37, 2, { inner: 41, length: 96 }))
    .b(v2.answer(37, 2, { inner: 41, length: 64 }))
  for (let i = 6; i < 16; i++) {
    told.wait(0.5).esp('a', 0xc2000002, i)
    if (to) told.via({ from: to }).esp('b', 0xc1000001, i).via({ from: NEXT })
  }
  return told.report.findings.filter(one => one.severity !== 'note')
}

test('what the peer still sends to the address that was left is no silence', () => {
  const [found, ...others] = pinged(A)
  expect(others).toEqual([])
  expect(found).toMatchObject({
    rule: 'esp-one-way',
    title: '198.51.100.20 still sends protected packets to 192.0.2.10, which its peer has left',
    says: expect.stringMatching(
      /10 packets of ESP c2000002 came from 192\.0\.2\.77 .* sent 10 of ESP c1000001, all to .*In IKE it answers 192\.0\.2\.77\.$/,
    ),
  })
  expect(JSON.stringify(found)).not.toMatch(/not one protected packet|packet went the other way/)
})

test('near miss: the peer follows, or sends nothing at all', () => {
  expect(pinged(NEXT)).toEqual([])
  const [silent] = pinged()
  expect(silent!.title).toBe('Protected packets go from 192.0.2.77 to 198.51.100.20 only')
  expect(silent!.otherwise[0]).toBe('198.51.100.20 has not followed its peer, which was 192.0.2.10 before, and still sends there.')
})
