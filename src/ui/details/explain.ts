import type { ContextKind } from '../../host/protocol.ts'
import type { IcmpError, Message, Negotiation } from '../../trace/report.ts'
import type { Row } from '../ladder/row.ts'

/** What something on the wire is for, in plain words, and where it is written down. */
export interface Explanation {
  readonly says: string
  readonly rfc?: string
}

/** What the selected row is for. */
export function explain(row: Row | undefined, negotiation: Negotiation | undefined): Explanation | undefined {
  switch (row?.kind) {
    case 'message':
    case 'fold':
      return negotiation && explainMessage(row.message, negotiation)
    case 'icmp':
      return explainIcmp(row.error)
    case 'band':
      return row.flow.protocol === 'esp' ? esp : ah
    case 'single':
      return row.name === 'AH' ? ah : row.name === 'ESP' ? esp : undefined
    case 'context':
      return beside[row.run.kind]
    case 'keepalive':
      return { says: 'One byte that keeps the mapping of a NAT between the peers alive. Nobody answers it.', rfc: 'RFC 3948 §4' }
    default:
      return undefined
  }
}

const esp: Explanation = { says: 'Protected traffic: the SPI names the security association whose keys read it.', rfc: 'RFC 4303 §2' }
const ah: Explanation = {
  says: 'Traffic that is signed but not encrypted: the SPI names the security association whose key checks it.',
  rfc: 'RFC 4302 §2',
}

const clear =
  'Traffic of the two hosts that this capture shows in the clear. A host that decrypts may show a packet twice: as ESP and then like this.'
const beside: Readonly<Record<ContextKind, Explanation>> = {
  dns: { says: 'A name is asked for or told. A peer that is configured by name cannot be found without it.', rfc: 'RFC 1035 §4' },
  kerberos: { says: 'Tickets are asked for or handed out. IKE that authenticates with Kerberos needs them first.', rfc: 'RFC 4120 §1.1' },
  ping: { says: 'A sign of life. It shows that packets pass between the hosts, not that IKE or ESP would.', rfc: 'RFC 792' },
  tcp: { says: clear, rfc: 'RFC 9293 §3.1' },
  udp: { says: clear, rfc: 'RFC 768' },
}

/** What a message of IKE is for. RFC 2409, RFC 7296. */
export function explainMessage(message: Message, negotiation: Negotiation): Explanation | undefined {
  const notify = message.payloads.find(name => name.startsWith('N(') || name === 'N')
  if (negotiation.mode === 'authip') return authip
  if (negotiation.version === 2) return explainV2(message, notify !== undefined && message.payloads.length === 1)
  return explainV1(message.name, proof(negotiation.authentication)) ?? explainByKind(message)
}

const authip: Explanation = {
  says: 'A message of AuthIP, Microsoft’s extension of IKE, which can authenticate twice: the machine and its user.',
  rfc: 'MS-AIPS §1.3',
}

/** How a peer proves itself, for the last messages of phase 1. */
function proof(authentication: string | null): string {
  if (!authentication) return 'identity and proof'
  if (/pre-shared/i.test(authentication)) return 'identity and hash, which need the pre-shared key'
  if (/kerberos|gss/i.test(authentication)) return 'identity and hash, which need the Kerberos session key'
  if (/sig|cert|rsa|dss|ecdsa/i.test(authentication)) return 'identity, certificate and signature'
  return 'identity and proof'
}

function explainV1(name: string, prove: string): Explanation | undefined {
  const table: Readonly<Record<string, readonly [says: string, rfc: string]>> = {
    MM1: ['The initiator opens phase 1 and offers ways to protect it: cipher, hash, group and how to prove who it is.', 'RFC 2409 §5'],
    MM2: ['The responder chooses one of the ways offered. Both now know how to go on.', 'RFC 2409 §5'],
    MM3: [
      'The initiator’s half of the key exchange, with a nonce. With NAT traversal also hashes of the addresses it sees.',
      'RFC 2409 §5',
    ],
    MM4: [
      'The responder’s half of the key exchange. From here on both can compute keys, and everything after is encrypted.',
      'RFC 2409 §5',
    ],
    MM5: [`The initiator proves who it is: ${prove}. The first encrypted message.`, 'RFC 2409 §5'],
    MM6: [`The responder proves who it is: ${prove}. With it the IKE SA stands.`, 'RFC 2409 §5'],
    AM1: ['The initiator opens phase 1 in three messages: offer, key exchange, nonce and identity at once, in the clear.', 'RFC 2409 §5.1'],
    AM2: ['The responder chooses, sends its half of the key exchange and proves who it is.', 'RFC 2409 §5.1'],
    AM3: [`The initiator proves who it is: ${prove}. With it the IKE SA stands.`, 'RFC 2409 §5.1'],
    QM1: ['Phase 2 begins under the IKE SA: an offer of how to protect traffic, and which traffic.', 'RFC 2409 §5.5'],
    QM2: ['The answer in phase 2: one way is chosen, with the SPI that the other side shall send to.', 'RFC 2409 §5.5'],
    'QM1 or QM2': [
      'The capture may have begun within this quick mode: this is its offer, or the answer sent again. Which cannot be told.',
      'RFC 2409 §5.5',
    ],
    QM3: ['The last word of phase 2: proof that QM2 was heard. The pair of IPsec SAs stands.', 'RFC 2409 §5.5'],
    QM4: ['CONNECTED: the responder has set up the SAs; the commit bit made the initiator wait for it.', 'RFC 2408 §3.1'],
    BM1: ['Base mode begins: offer, nonce and identity before any key is computed.', 'RFC 2408 §4.4'],
    NG1: ['Asks to agree on a group for later key exchanges.', 'RFC 2409 §5.6'],
    NG2: ['Answers with the group agreed on.', 'RFC 2409 §5.6'],
  }
  const found = table[name]
  return found && { says: found[0], rfc: found[1] }
}

function explainByKind({ name, encrypted, decrypted }: Message): Explanation | undefined {
  const later = /^MM(\d+)$/.exec(name)
  if (later)
    return {
      says: 'A further round of main mode: the authentication needs more messages than usual, as with Kerberos.',
      rfc: 'RFC 2409 §5',
    }
  if (/^Transaction/.test(name))
    return {
      says: 'Between the phases: asks a person for name and password (XAUTH) or hands out addresses (mode config).',
      rfc: 'draft-ietf-ipsec-isakmp-mode-cfg-05 §3',
    }
  if (/^Informational/.test(name))
    return encrypted && !decrypted
      ? {
          says: 'A notice to the peer: an error, a delete or a sign of life. It is encrypted, so which of them cannot be read without keys.',
          rfc: 'RFC 2409 §5.7',
        }
      : { says: 'A notice to the peer in the clear: an error or a delete. Nobody answers it.', rfc: 'RFC 2408 §4.8' }
  return undefined
}

function explainV2({ name, encrypted, decrypted }: Message, bare: boolean): Explanation | undefined {
  const answer = name.endsWith(' response')
  const kind = name.replace(/ (request|response)$/, '')
  switch (kind) {
    case 'IKE_SA_INIT':
      if (answer && bare)
        return {
          says: 'The responder does not go on like this: it asks for a cookie or another group, or it refuses. The initiator may ask again.',
          rfc: 'RFC 7296 §1.2, §2.6',
        }
      return answer
        ? {
            says: 'The responder chooses a proposal and sends its half of the key exchange. From here on everything is encrypted.',
            rfc: 'RFC 7296 §1.2',
          }
        : {
            says: 'The initiator opens: proposals, its half of the key exchange and a nonce, with hashes that reveal a NAT.',
            rfc: 'RFC 7296 §1.2',
          }
    case 'IKE_AUTH':
      return answer
        ? {
            says: 'The responder proves who it is and confirms the first child SA, or refuses; which of them lies inside the encryption.',
            rfc: 'RFC 7296 §1.2',
          }
        : { says: 'The initiator proves who it is and asks for the first child SA with its traffic selectors.', rfc: 'RFC 7296 §1.2' }
    case 'CREATE_CHILD_SA':
      return {
        says: answer
          ? 'The answer: a new child SA, or fresh keys for an old one.'
          : 'Asks for a further child SA, or for fresh keys for an IKE SA or a child.',
        rfc: 'RFC 7296 §1.3',
      }
    case 'INFORMATIONAL':
      return {
        says: `${answer ? 'Confirms' : 'A notice to the peer:'} ${answer ? 'that the notice came.' : 'a delete, an error, a change of address or just a sign of life.'}${encrypted && !decrypted ? ' What it says is encrypted.' : ''}`,
        rfc: 'RFC 7296 §1.4',
      }
    case 'IKE_INTERMEDIATE':
      return {
        says: 'Carries what would not fit into IKE_SA_INIT, such as a second key exchange, before anybody is authenticated.',
        rfc: 'RFC 9242 §3',
      }
    case 'IKE_SESSION_RESUME':
      return { says: 'Takes up an earlier IKE SA by a ticket, without a new key exchange.', rfc: 'RFC 5723 §4.3' }
    default:
      return undefined
  }
}

function explainIcmp({ type, code, from }: IcmpError): Explanation {
  const version6 = from.includes(':')
  if (!version6 && type === 3 && code === 4)
    return {
      says: 'The packet that is quoted inside was larger than the next link takes, and it may not be cut. The sender is told which size would pass.',
      rfc: 'RFC 1191 §4',
    }
  if (!version6 && type === 3 && code === 3)
    return { says: 'The host is there, but nothing listens on the port that the quoted packet was sent to.', rfc: 'RFC 1122 §3.2.2.1' }
  const rfc = version6 ? 'RFC 4443 §3' : 'RFC 792'
  const says: Readonly<Record<string, string>> = version6
    ? {
        1: 'A router or the host could not deliver the packet that is quoted inside.',
        2: 'The packet that is quoted inside was larger than the next link takes.',
        3: 'The packet that is quoted inside was on its way too long, or its fragments did not all come.',
      }
    : {
        3: 'A router or the host could not deliver the packet that is quoted inside.',
        11: 'The packet that is quoted inside was on its way too long, or its fragments did not all come.',
        12: 'The header of the packet that is quoted inside was not understood.',
        4: 'Asks the sender of the packet that is quoted inside to slow down.',
        5: 'Names a better way for the packet that is quoted inside.',
      }
  return { says: says[type] ?? 'A report about the packet that is quoted inside.', rfc }
}
