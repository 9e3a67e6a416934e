import type { Cursor } from '../cursor.ts'
import type { Dns, Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'

/** DNS OpCodes and RCODEs. IANA dns-parameters. */
const opcode = names({ 0: 'Query', 1: 'IQuery', 2: 'Status', 4: 'Notify', 5: 'Update' })
const rcode = names({ 0: 'NoError', 1: 'FormErr', 2: 'ServFail', 3: 'NXDomain', 4: 'NotImp', 5: 'Refused', 6: 'YXDomain', 9: 'NotAuth' })
const recordType = names({
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  41: 'OPT',
  45: 'IPSECKEY',
  46: 'RRSIG',
  48: 'DNSKEY',
  65: 'HTTPS',
  255: 'ANY',
})

/** A DNS message: header and first question; the records stay bytes. RFC 1035 §4.1. */
export function dns(c: Cursor, layers: Layer[]): void {
  const fact = c.struct('DNS', c.left, message)
  if (fact) layers.push(fact)
}

/** The same behind its length, when the segment begins with it. RFC 1035 §4.2.2. */
export function dnsOverTcp(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(2)
  if (ahead.length < 2 || ahead[0]! * 256 + ahead[1]! !== c.left - 2) return
  c.struct('Length', 2, c => c.u16('Length'))
  dns(c, layers)
}

function message(c: Cursor): Dns {
  const id = c.u16('ID', id => `0x${id.toString(16).padStart(4, '0')}`)
  const [response, , , , , , , , code] = c.split('Flags', 2, [
    ['QR', 1, bit => (bit ? 'response' : 'query')],
    ['Opcode', 4, opcode],
    ['AA', 1],
    ['TC', 1],
    ['RD', 1],
    ['RA', 1],
    ['Z', 1],
    ['AD and CD', 2],
    ['RCODE', 4, rcode],
  ])
  const questions = c.u16('QDCOUNT')
  c.u16('ANCOUNT')
  c.u16('NSCOUNT')
  c.u16('ARCOUNT')
  const name = questions > 0 && c.left > 0 ? c.struct('Question', undefined, question) : undefined
  c.rest('Further Records')
  c.means(name)
  return { kind: 'dns', response: response === 1, id, ...(name === undefined ? {} : { question: name }), rcode: code }
}

function question(c: Cursor): string {
  const name = c.as('QNAME', nameLength(c), nameText)
  c.means(`${name} ${recordType(c.u16('QTYPE', recordType)) ?? ''}`.trimEnd())
  c.u16('QCLASS', names({ 1: 'IN', 3: 'CH', 255: 'ANY' }))
  return name
}

/** Labels up to the root, or up to a pointer, which a first question has no reason for. RFC 1035 §3.1, §4.1.4. */
function nameLength(c: Cursor): number {
  const ahead = c.peek(256)
  let at = 0
  while (at < ahead.length && ahead[at] !== 0 && ahead[at]! < 64) at += 1 + ahead[at]!
  return at < ahead.length && ahead[at] !== 0 ? at + 2 : at + 1
}

function nameText(bytes: Uint8Array): string {
  const labels: string[] = []
  for (let at = 0; at < bytes.length && bytes[at] !== 0 && bytes[at]! < 64; at += 1 + bytes[at]!) {
    labels.push(printable(bytes.subarray(at + 1, at + 1 + bytes[at]!)))
  }
  return labels.length ? labels.join('.') : '.'
}
