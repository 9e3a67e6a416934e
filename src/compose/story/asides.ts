import { names } from '../ike/tokens.ts'
import { Unclear, Words } from '../inject/words.ts'
import { TIMES } from '../limits.ts'
import { bytes, u16 } from '../packets/bytes.ts'
import type { Carried } from '../packets/ip.ts'
import { der, integer, numbered, principal, sequence, text } from '../packets/kerberos.ts'
import { udp } from '../packets/transport.ts'
import { addressOf } from '../scenario.ts'
import type { End } from './conversation.ts'
import { byWhom } from './says.ts'
import { type State, tell } from './state.ts'

// What only one of the two captures sees: a host asks a third one, or speaks to everybody on its network.

/** `dns 192.0.2.53`, `kerberos 192.0.2.5 by b`: three requests to a server that does not answer, one and two seconds apart. */
export function ask(state: State, says: string): void {
  const words = new Words(says)
  const what = words.next('what is asked for')
  const server = addressOf(words.next('the server'), state.talk.hosts[0].address)
  const end = byWhom(words) ?? 0
  words.end()
  const make = what === 'dns' ? query : what === 'kerberos' ? ticketRequest : undefined
  if (!make) throw new Unclear(`ask is followed by dns or kerberos, not ${what}`)
  const { talk } = state
  const request = make(names(talk.hosts[end].name), talk.draw(0x10000), 1025 + talk.draw(2000))
  for (const gap of [1, 2, 0.5]) {
    toThird(state, end, server, request)
    talk.now += gap
  }
  tell(state, `${'AB'[end]} asks ${server} by ${what} and gets no answer`)
}

/** `3`, `3 by b`: NetBIOS names called out on the local network, and as many multicasts; no SA can carry them. */
export function broadcast(state: State, says: string): void {
  const words = new Words(says)
  const count = words.maybeNumber('how many', TIMES, 3)
  const end = byWhom(words) ?? 0
  words.end()
  const { talk } = state
  if (talk.hosts[end].address.includes(':')) throw new Unclear('nobody is called out to in IPv6: there are no broadcasts')
  const [net] = /^\d+\.\d+\.\d+/.exec(talk.hosts[end].address)!
  const { machine, realm } = names(talk.hosts[end].name)
  for (let n = 0; n < count; n++) {
    toThird(state, end, `${net}.255`, udp(137, 137, netbiosQuery(realm.split('.')[0]!, 0x8000 + n)))
    toThird(state, end, '239.255.255.250', udp(1900, 1900, search))
    talk.now += 0.75
  }
  tell(state, `${machine} calls out on its network ${count} times`)
}

function toThird({ talk }: State, end: End, to: string, inside: Carried): void {
  const { address, stack } = talk.hosts[end]
  const host = talk.hosts[end]
  host.identification = (host.identification + 1) & 0xffff
  talk.aside(end, talk.internet.packet(address, to, inside, { id: host.identification, ttl: stack.ttl }))
  talk.now += 0.0001
}

type Names = ReturnType<typeof names>

/** Where the domain controllers are. RFC 1035 §4.1, RFC 2782. */
function query({ realm }: Names, id: number, port: number): Carried {
  const labels = ['_kerberos', '_tcp', 'dc', '_msdcs', ...realm.toLowerCase().split('.')]
  const name = bytes(...labels.flatMap(label => [[label.length], ascii(label)]), [0])
  return udp(port, 53, bytes(u16(id, 0x0100, 1, 0, 0, 0), name, u16(33, 1)))
}

/** AS-REQ of the machine. RFC 4120 §5.4.1. */
function ticketRequest({ machine, realm }: Names, _id: number, port: number): Carried {
  const body = sequence(
    numbered(0, der(3, '0040810010')),
    numbered(1, principal(`${machine}$`)),
    numbered(2, text(realm)),
    numbered(3, principal('krbtgt', realm)),
    numbered(5, text('20370913024805Z', 0x18)),
    numbered(7, der(2, '1e5d3a41')),
    numbered(8, sequence(integer(23), integer(3))),
  )
  return udp(port, 88, der(0x6a, sequence(numbered(1, integer(5)), numbered(2, integer(10)), numbered(4, body))))
}

/** A name query to everybody. RFC 1002 §4.2.12; each half octet of the name becomes a letter. */
function netbiosQuery(name: string, id: number): Uint8Array {
  const padded = name.toUpperCase().slice(0, 15).padEnd(15)
  const letters = [...ascii(padded), 0x1c].flatMap(octet => [65 + (octet >> 4), 65 + (octet & 15)])
  return bytes(u16(id, 0x0110, 1, 0, 0, 0), [32], letters, [0], u16(32, 1))
}

const search = ascii('M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 3\r\nST: upnp:rootdevice\r\n\r\n')

function ascii(letters: string): number[] {
  return [...letters].map(letter => letter.charCodeAt(0))
}
