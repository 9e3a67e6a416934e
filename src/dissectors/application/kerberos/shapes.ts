/** What a numbered element holds: its name, and how it reads where it tells something. */
export type Shape = Readonly<Record<number, readonly [name: string, what?: What | Shape]>>

/** `realm`, `service` and the numbers become facts, `time` and `text` are only shown. */
export type What = 'realm' | 'service' | 'errorCode' | 'etype' | 'kvno' | 'options' | 'time' | 'text' | 'name' | 'number' | 'messageType'

const encrypted: Shape = { 0: ['etype', 'etype'], 1: ['kvno', 'kvno'], 2: ['cipher'] }
const ticket: Shape = { 0: ['tkt-vno', 'number'], 1: ['realm', 'realm'], 2: ['sname', 'service'], 3: ['enc-part', encrypted] }

const requestBody: Shape = {
  0: ['kdc-options'],
  1: ['cname', 'name'],
  2: ['realm', 'realm'],
  3: ['sname', 'service'],
  4: ['from', 'time'],
  5: ['till', 'time'],
  6: ['rtime', 'time'],
  7: ['nonce', 'number'],
  8: ['etype'],
  9: ['addresses'],
  10: ['enc-authorization-data'],
  11: ['additional-tickets'],
}
const request: Shape = { 1: ['pvno', 'number'], 2: ['msg-type', 'messageType'], 3: ['padata'], 4: ['req-body', requestBody] }

const reply: Shape = {
  0: ['pvno', 'number'],
  1: ['msg-type', 'messageType'],
  2: ['padata'],
  3: ['crealm', 'text'],
  4: ['cname', 'name'],
  5: ['ticket', ticket],
  6: ['enc-part', encrypted],
}

/** The numbered elements of each message, by its application tag. RFC 4120 §5.4 to §5.9. */
export const shapes: Readonly<Record<number, Shape>> = {
  10: request,
  11: reply,
  12: request,
  13: reply,
  14: {
    0: ['pvno', 'number'],
    1: ['msg-type', 'messageType'],
    2: ['ap-options', 'options'],
    3: ['ticket', ticket],
    4: ['authenticator', encrypted],
  },
  15: { 0: ['pvno', 'number'], 1: ['msg-type', 'messageType'], 2: ['enc-part', encrypted] },
  30: {
    0: ['pvno', 'number'],
    1: ['msg-type', 'messageType'],
    2: ['ctime', 'time'],
    3: ['cusec', 'number'],
    4: ['stime', 'time'],
    5: ['susec', 'number'],
    6: ['error-code', 'errorCode'],
    7: ['crealm', 'text'],
    8: ['cname', 'name'],
    9: ['realm', 'realm'],
    10: ['sname', 'service'],
    11: ['e-text', 'text'],
    12: ['e-data'],
  },
}
