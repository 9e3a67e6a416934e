import { type Heard, type Shield, Tcp } from './heard.ts'

/** The packets of one TCP connection, one UDP exchange, the DNS questions of a host, or one run of ping. */
export interface Conversation {
  readonly protocol: Heard['protocol']
  /** `TCP port 80`, `DNS`, `ping`. */
  readonly name: string
  readonly client: string
  readonly server: string
  readonly clientPort: number
  readonly serverPort: number
  readonly heard: Heard[]
}

const DNS = 53

/** Packets by conversation, in the order in which these begin. Copies are left out where the protected ones can be read. */
export function conversationsOf(heard: readonly Heard[]): Conversation[] {
  const all: Conversation[] = []
  const open = new Map<string, Conversation>()
  for (const one of heard) {
    const key = keyOf(one)
    let conversation = open.get(key)
    if (!conversation || opensAnew(one, conversation)) {
      conversation = begun(one)
      open.set(key, conversation)
      all.push(conversation)
    }
    if (!isCopy(one, conversation)) conversation.heard.push(one)
  }
  return all.map(withoutCopies)
}

function keyOf({ protocol, source, destination, sourcePort, destinationPort }: Heard): string {
  const isDns = protocol === 'udp' && (sourcePort === DNS || destinationPort === DNS)
  const [here, there] = [
    `${source} ${isDns && sourcePort !== DNS ? '' : sourcePort}`,
    `${destination} ${isDns && destinationPort !== DNS ? '' : destinationPort}`,
  ]
  return `${protocol} ${here < there ? `${here} ${there}` : `${there} ${here}`}`
}

/** A SYN with another initial sequence number begins another connection on the same ports. RFC 9293 §3.5. */
function opensAnew({ protocol, flags, sequence, sourcePort }: Heard, { heard, clientPort }: Conversation): boolean {
  if (protocol !== 'tcp' || (flags & (Tcp.syn | Tcp.ack)) !== Tcp.syn || sourcePort !== clientPort) return false
  return heard.length > 0 && heard[0]!.sequence !== sequence
}

function begun(one: Heard): Conversation {
  const answers = fromServer(one)
  const [client, server] = answers ? [one.destination, one.source] : [one.source, one.destination]
  const [clientPort, serverPort] = answers ? [one.destinationPort, one.sourcePort] : [one.sourcePort, one.destinationPort]
  return { protocol: one.protocol, name: nameOf(one.protocol, serverPort), client, server, clientPort, serverPort, heard: [] }
}

/** Who asks: the sender of the SYN; in a conversation under way the higher port; of UDP whoever is heard first. */
function fromServer({ protocol, flags, sourcePort, destinationPort }: Heard): boolean {
  if (protocol === 'ping') return flags === 1
  if (protocol === 'udp') return sourcePort === DNS
  return flags & Tcp.syn ? (flags & Tcp.ack) !== 0 : sourcePort < destinationPort
}

function nameOf(protocol: Heard['protocol'], port: number): string {
  if (protocol === 'ping') return 'ping'
  return protocol === 'udp' && port === DNS ? 'DNS' : `${protocol.toUpperCase()} port ${port}`
}

/** Seconds within which a packet that is the same in everything is the same packet, captured twice. */
const COPY = 0.01
const LOOK_BACK = 8

function isCopy(one: Heard, { heard }: Conversation): boolean {
  if (one.identification === 0) return false
  for (let i = heard.length - 1; i >= 0 && i >= heard.length - LOOK_BACK; i--) {
    const before = heard[i]!
    if (one.time - before.time > COPY) return false
    const same = before.identification === one.identification && before.shield === one.shield && before.source === one.source
    if (same && before.sequence === one.sequence && before.length === one.length && before.flags === one.flags) return true
  }
  return false
}

function withoutCopies(conversation: Conversation): Conversation {
  const { heard } = conversation
  const readable = heard.some(one => one.shield !== 'none' && one.shield !== 'copy')
  return readable ? { ...conversation, heard: heard.filter(one => one.shield !== 'copy') } : conversation
}

/** What protected a conversation: what most of its packets were read under. */
export function shieldOf({ heard }: Conversation): Shield {
  const counts = new Map<Shield, number>()
  for (const { shield } of heard) counts.set(shield, (counts.get(shield) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'none'
}
