/** A word of IPsec, and what it means. */
export interface Word {
  readonly word: string
  readonly says: string
}

/** The glossary, in the order of the alphabet. */
export const words: readonly Word[] = [
  { word: 'Aggressive mode', says: 'The short first phase of IKEv1: three messages instead of six. Identities are sent in the clear.' },
  {
    word: 'AH',
    says: 'Authentication Header, IP protocol 51. It protects a packet and its addresses against change, and hides nothing. It cannot pass a NAT.',
  },
  { word: 'AuthIP', says: 'Microsoft’s extension of IKEv1: a second authentication, for the user as well as the host.' },
  { word: 'Certificate request', says: 'CERTREQ or CR: which authorities a host accepts certificates from.' },
  { word: 'Child SA', says: 'IKEv2’s word for a pair of SAs that carry traffic. In IKEv1 quick mode makes them.' },
  {
    word: 'Clock offset',
    says: 'By how much the clock of capture B is ahead of that of A. It is found from packets that stand in both, with an error.',
  },
  {
    word: 'Commit bit',
    says: 'A flag of IKEv1 by which the responder asks the initiator to wait with traffic. Quick mode then has a fourth message.',
  },
  {
    word: 'Confidence',
    says: 'How sure a finding is: certain (the packets prove it), likely (they speak for it), possible (it fits, and so does something else).',
  },
  {
    word: 'Cookie',
    says: 'In IKEv1 each host’s eight bytes that name the IKE SA. In IKEv2 these are SPIs, and a cookie is what a careful responder wants to see again first.',
  },
  { word: 'Delete', says: 'A message by which a host says that it has thrown an SA away. IKEv1 does not confirm it, IKEv2 does.' },
  { word: 'DF', says: 'Do not fragment: a flag of IPv4. A router for which such a packet is too large must answer with ICMP.' },
  {
    word: 'Diffie-Hellman group',
    says: 'The mathematics by which two hosts agree on a secret that nobody who listens can know. It is named by a number: 14 is 2048-bit MODP, 19 a 256-bit curve.',
  },
  { word: 'DPD', says: 'Dead peer detection: "are you there?" (R-U-THERE) and "yes". In IKEv2 an empty INFORMATIONAL.' },
  { word: 'Drift', says: 'How much faster one capture’s clock runs than the other’s, in millionths.' },
  {
    word: 'Encapsulation',
    says: 'What is put around the packet. Transport: the headers stay. Tunnel: the whole packet goes into another. In UDP: ESP goes inside UDP 4500 so that a NAT lets it pass.',
  },
  {
    word: 'ESP',
    says: 'Encapsulating Security Payload, IP protocol 50. It protects a packet’s content against change and, unless NULL, against reading.',
  },
  { word: 'Evidence', says: 'The packets that a finding rests on, A12 for packet 12 of capture A. Choose one and the ladder goes there.' },
  { word: 'Fate', says: 'What became of a message: delivered, lost, changed, or unknown because no capture can tell.' },
  { word: 'Fragment', says: 'A piece of an IP packet that was too large. Only the first one carries the ports.' },
  { word: 'GSS-API', says: 'The envelope in which Kerberos tickets travel through main mode.' },
  { word: 'ICV', says: 'The check at the end of an ESP packet or inside AH. Who does not have the key cannot make it fit.' },
  {
    word: 'IKE',
    says: 'Internet Key Exchange, UDP 500 and 4500: how two hosts prove who they are and agree on keys. Version 1 is ISAKMP with phases, version 2 is simpler.',
  },
  { word: 'IKE SA', says: 'The protected conversation about keys. In IKEv1 main mode or aggressive mode makes it.' },
  { word: 'IKE_AUTH', says: 'The second exchange of IKEv2: identities, proof, and the first child SA.' },
  { word: 'IKE_SA_INIT', says: 'The first exchange of IKEv2: proposals, Diffie-Hellman, nonces.' },
  { word: 'Initiator', says: 'The host that began this negotiation. The other is the responder. Both may begin others.' },
  { word: 'Keepalive', says: 'One byte on UDP 4500 now and then, so that a NAT does not forget the two hosts.' },
  { word: 'Kerberos', says: 'How hosts of a Windows domain prove who they are: with tickets that a domain controller gives out.' },
  {
    word: 'Lifeline',
    says: 'The vertical line of a host in the ladder. Time runs down along it. A dotted one belongs to a host of which there is no capture.',
  },
  { word: 'Lifetime', says: 'How long, or for how many bytes, keys are used before they are renewed.' },
  {
    word: 'Main mode',
    says: 'The first phase of IKEv1: two messages of proposals, two of Diffie-Hellman, two of identity and proof. The last two are encrypted.',
  },
  { word: 'Message ID', says: 'What tells the exchanges of one IKE SA apart.' },
  { word: 'MOBIKE', says: 'An extension of IKEv2 by which a host takes its SAs along to another address.' },
  { word: 'MSS', says: 'The largest piece of data that a host wants in one TCP segment. It is told in the handshake.' },
  { word: 'MTU', says: 'The largest packet that a link carries. Of a path: the smallest of its links.' },
  { word: 'NAT', says: 'Network address translation: a device writes other addresses and ports into packets.' },
  {
    word: 'NAT-D',
    says: 'Hashes of addresses and ports in the first messages. If they do not fit what stands on the wire, somebody translated.',
  },
  { word: 'NAT-T', says: 'NAT traversal: from the moment a NAT is noticed, IKE and ESP both go through UDP 4500.' },
  { word: 'Nonce', says: 'A random number that is used once, so that no old conversation can be played again.' },
  { word: 'Notify', says: 'A payload that tells something by number: an error such as NO-PROPOSAL-CHOSEN, or a status.' },
  {
    word: 'Outcome',
    says: 'How a negotiation ended: established, failed (it was refused), not answered (the other host said nothing that was captured), not finished (it was answered and then stopped, or the capture does not hold enough to say).',
  },
  { word: 'Payload', says: 'A part of an IKE message: SA, KE, Nonce, ID, CERT, AUTH, Notify and so on.' },
  { word: 'PFS', says: 'Perfect forward secrecy: a new Diffie-Hellman for each quick mode, so that one broken key opens nothing else.' },
  { word: 'Pre-shared key', says: 'PSK: a password that both hosts know.' },
  { word: 'Proposal', says: 'A set of algorithms that a host offers. Its single choices are transforms.' },
  { word: 'Quick mode', says: 'The second phase of IKEv1: three messages that make a pair of SAs for traffic. All of it is encrypted.' },
  { word: 'Rekey', says: 'New keys for an SA before its lifetime ends. Traffic moves over, and the old SA is deleted.' },
  {
    word: 'Replay window',
    says: 'How far back a receiver remembers sequence numbers, often 64. What is older, or was there before, is thrown away.',
  },
  { word: 'Responder', says: 'The host that answers in this negotiation.' },
  { word: 'Retransmission', says: 'The same message sent again because no answer came. A packet captured twice is none.' },
  {
    word: 'SA',
    says: 'Security association: an agreement of two hosts on keys and algorithms. For traffic there is one in each direction.',
  },
  { word: 'Sequence number', says: 'Each packet of an SA carries the next one. Gaps are packets that did not come.' },
  { word: 'Snap length', says: 'How many bytes of each packet a capture keeps.' },
  { word: 'Soft SA', says: 'Windows’ word for an agreement with oneself to talk in the clear to a host that does not answer IKE.' },
  {
    word: 'SPI',
    says: 'Security parameter index: the number by which a receiver finds the SA of a packet. In IKEv2 also what names the IKE SA.',
  },
  {
    word: 'Traffic selectors',
    says: 'Which addresses, protocols and ports an SA carries. In IKEv1 the identities of quick mode, also called proxy IDs.',
  },
  { word: 'Transform', says: 'One choice within a proposal: AES-CBC 256, SHA2-256, group 14.' },
  { word: 'Vendor ID', says: 'VID: bytes by which a program tells what it is or what it can do.' },
  { word: 'XAUTH', says: 'An extension of IKEv1 that asks for the user’s name and password after main or aggressive mode.' },
]
