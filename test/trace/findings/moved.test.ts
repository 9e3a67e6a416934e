import { expect, test } from 'vitest'
import { sayV2 } from '../../support/trace/phrases.ts'
import { story } from '../../support/trace/story.ts'

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
