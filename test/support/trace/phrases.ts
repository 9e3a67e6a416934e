import { encryptedV1, ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'

/** What the peers of an IKEv1 negotiation say, under one pair of cookies. */
export function sayV1({ initiator = 'a1a1a1a1a1a1a1a1', responder = 'b2b2b2b2b2b2b2b2', authentication = 1 } = {}) {
  const both = { initiator, responder }
  const offer = v1.sa({}, v1.proposal({}, v1.suite({ authentication })))
  const encrypted = (exchange: number, messageId: number, first: number, body: number, seed: number) =>
    encryptedV1({ ...both, exchange, messageId, first, body, seed })
  return {
    mm1: ikev1({ initiator, exchange: 2 }, offer, v1.vid('4a131c81070358455c5728f20e95452f')),
    mm2: ikev1({ ...both, exchange: 2 }, offer),
    mm3: ikev1({ ...both, exchange: 2 }, v1.ke(128, 3), v1.nonce(3)),
    mm4: ikev1({ ...both, exchange: 2 }, v1.ke(128, 4), v1.nonce(4)),
    mm5: encrypted(2, 0, 5, 64, 5),
    mm6: encrypted(2, 0, 5, 64, 6),
    /** A main mode message with certificates: too large for one packet. */
    largeMm5: encrypted(2, 0, 5, 2320, 55),
    gss: (seed: number) => encrypted(2, 0, 129, 320, seed),
    am1: ikev1({ initiator, exchange: 4 }, offer, v1.ke(128, 1), v1.nonce(1), v1.idAddress('192.0.2.10')),
    am2: ikev1({ ...both, exchange: 4 }, offer, v1.ke(128, 2), v1.nonce(2), v1.idAddress('198.51.100.20'), v1.hash(2)),
    am3: encrypted(4, 0, 8, 48, 33),
    qm1: (messageId = 0x1001) => encrypted(32, messageId, 8, 160, messageId + 1),
    qm2: (messageId = 0x1001) => encrypted(32, messageId, 8, 160, messageId + 2),
    qm3: (messageId = 0x1001) => encrypted(32, messageId, 8, 48, messageId + 3),
    qm4: (messageId = 0x1001) => encrypted(32, messageId, 8, 64, messageId + 4),
    informational: (messageId = 0x2001, body = 64) => encrypted(5, messageId, 8, body, messageId),
    transaction: (messageId: number, seed: number) => encrypted(6, messageId, 8, 64, messageId + seed),
    refusal: (notify: number, cookies: { initiator?: string; responder?: string } = both) =>
      ikev1({ ...cookies, exchange: 5, messageId: 0x3001 }, v1.notify(notify)),
  }
}

/** What the peers of an IKEv2 negotiation say, under one pair of SPIs. */
export function sayV2({ initiator = 'a1a1a1a1a1a1a1a1', responder = 'b2b2b2b2b2b2b2b2', nonce = 1 } = {}) {
  const both = { initiator, responder }
  const offer = v2.sa(v2.proposal({}, v2.transform(1, 12, 256), v2.transform(2, 5), v2.transform(3, 12), v2.transform(4, 14)))
  const sealed = (exchange: number, messageId: number, flags: number, inner: number, length: number) =>
    ikev2({ ...both, exchange, messageId, flags }, v2.sk({ inner, length, seed: exchange * 1000 + messageId * 10 + flags }))
  return {
    init: ikev2({ initiator, exchange: 34, flags: 8 }, offer, v2.ke(14, 256, nonce), v2.nonce(nonce)),
    initAgain: (...first: Parameters<typeof v2.notify>[]) =>
      ikev2({ initiator, exchange: 34, flags: 8 }, ...first.map(n => v2.notify(...n)), offer, v2.ke(14, 256, nonce), v2.nonce(nonce)),
    initOtherGroup: ikev2({ initiator, exchange: 34, flags: 8 }, offer, v2.ke(19, 64, nonce), v2.nonce(nonce)),
    /** Offers the groups 14 and 19 and brings a key for one of them. */
    initOfTwo: (group: 14 | 19) => {
      const groups = [v2.transform(4, 14), v2.transform(4, 19)]
      const both = v2.sa(v2.proposal({}, v2.transform(1, 12, 256), v2.transform(2, 5), v2.transform(3, 12), ...groups))
      return ikev2({ initiator, exchange: 34, flags: 8 }, both, v2.ke(group, group === 14 ? 256 : 64, nonce), v2.nonce(nonce))
    },
    initAnswer: ikev2({ ...both, exchange: 34, flags: 0x20 }, offer, v2.ke(14, 256, 2), v2.nonce(2)),
    initRefusal: (notify: number, data = '') => ikev2({ initiator, exchange: 34, flags: 0x20 }, v2.notify(notify, { data })),
    auth: sealed(35, 1, 8, 35, 260),
    authAnswer: sealed(35, 1, 0x20, 36, 200),
    authRefusal: sealed(35, 1, 0x20, 41, 48),
    /** A piece of IKE_AUTH cut by IKE itself. */
    authPiece: (number: number, total = 3, flags = 8) =>
      ikev2({ ...both, exchange: 35, messageId: 1, flags }, v2.skf({ number, total, length: 400, seed: total * 100 + flags })),
    /** A request, and the answer to it; `inner` is the type of the first payload inside. */
    request: (exchange: number, messageId: number, { inner = 33, length = 200, fromInitiator = true } = {}) =>
      sealed(exchange, messageId, fromInitiator ? 8 : 0, inner, length),
    answer: (exchange: number, messageId: number, { inner = 33, length = 200, fromInitiator = false } = {}) =>
      sealed(exchange, messageId, fromInitiator ? 0x28 : 0x20, inner, length),
  }
}
