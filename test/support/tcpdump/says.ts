/** What a packet is, in the words that tcpdump and we have in common; what tcpdump does not tell is left out. */
export interface Says {
  /** Addresses, with ports where there are any. */
  readonly from?: string
  readonly to?: string
  readonly ike?: IkeSays
  readonly esp?: { readonly spi: string; readonly sequence: number; readonly udp: boolean; readonly length?: number }
  readonly ah?: { readonly spi: string; readonly sequence: number; readonly length: number }
  readonly keepalive?: true
  readonly icmp?: string
}

export interface IkeSays {
  readonly marker: boolean
  readonly version?: string
  readonly messageId?: string
  readonly spis?: string
  readonly exchange: number
  /** `E`, `C` in version 1; `I`, `R`, `V` in version 2. */
  readonly flags: string
  /** Types, in their order. */
  readonly payloads?: readonly number[]
  /** Of each proposal how many transforms. */
  readonly transforms?: readonly number[]
  /** Key lengths in bits, in the order of the transforms. */
  readonly keyLengths?: readonly number[]
}

const exchanges: Readonly<Record<string, number>> = {
  base: 1,
  ident: 2,
  auth: 3,
  agg: 4,
  inf: 5,
  'oakley-quick': 32,
  'oakley-newgroup': 33,
  ikev2_init: 34,
  ikev2_auth: 35,
  child_sa: 36,
  inf2: 37,
}

const payloadsV1 = ['sa', 'p', 't', 'ke', 'id', 'cert', 'cr', 'hash', 'sig', 'nonce', 'n', 'd', 'vid']
const payloadsV2 = 'sa v2ke v2IDi v2IDr v2cert v2cr v2auth nonce n d v2vid v2TSi v2TSr v2e v2cp v2eap'.split(' ')

/** tcpdump's packets by number: the text of each, its lines joined. */
export function packetsOf(out: string): Map<number, string> {
  const packets = new Map<number, string>()
  let last = 0
  for (const line of out.split('\n')) {
    const begins = /^\s*(\d+) {2}\d{4}-\d\d-\d\d \S+ (.*)$/.exec(line)
    if (begins) last = Number(begins[1])
    packets.set(last, begins ? begins[2]! : `${packets.get(last) ?? ''}\n${line}`)
  }
  packets.delete(0)
  return packets
}

/** What tcpdump says of one packet. */
export function theirs(text: string): Says {
  const ends = /(?:^|\s)([\da-f.:]+) > ([\da-f.:]+): /.exec(text.replace(/^.*ethertype/, ''))
  const at = (end: string) => end.replace(/^(\d+\.\d+\.\d+\.\d+)\.(\d+)$/, '$1 $2').replace(/^([\da-f]*:[\da-f:]*)\.(\d+)$/, '$1 $2')
  const esp = /(UDP-encap: )?ESP\(spi=0x([\da-f]+),seq=0x([\da-f]+)\), length (\d+)/.exec(text)
  const ah = /AH\(length=\d+\((\d+)-bytes\),spi=0x([\da-f]+),seq=0x([\da-f]+)/.exec(text)
  const ike = isakmp(text)
  return {
    ...(ends && !/ethertype Unknown/.test(text) ? { from: at(ends[1]!), to: at(ends[2]!) } : {}),
    ...(ike ? { ike } : {}),
    ...(esp ? { esp: { spi: esp[2]!, sequence: Number.parseInt(esp[3]!, 16), udp: esp[1] !== undefined, length: Number(esp[4]) } } : {}),
    ...(ah ? { ah: { spi: ah[2]!, sequence: Number.parseInt(ah[3]!, 16), length: Number(ah[1]) } } : {}),
    ...(/isakmp-nat-keep-alive/.test(text) ? { keepalive: true } : {}),
  }
}

function isakmp(text: string): IkeSays | undefined {
  const head =
    /(NONESP-encap: )?isakmp(?: (\d+\.\d+) msgid ([\da-f]{8})(?: cookie ([\da-f]{16}->[\da-f]{16}))?)?: (?:phase \S+ \S|parent_sa|child_sa ) (\S+?)(?:\[(\w*)\])?(?::|\n|$)/.exec(
      text,
    )
  if (!head) return undefined
  const [, marker, version, messageId, spis, exchange = '', flags = ''] = head
  const v2 = version ? version.startsWith('2') : /parent_sa|child_sa/.test(head[0])
  const parts = [...text.matchAll(/^ {4}\((\w+)/gm)].map(([, name]) => payloadType(name!, v2))
  const proposals = [...text.matchAll(/\(p: #\d+ protoid=\w+(?: transform=(\d+))?/g)].map(([, count]) => Number(count ?? 0))
  const keyLengths = [...text.matchAll(/type=keylen value=([\da-f]+)/g)].map(([, bits]) => Number.parseInt(bits!, 16))
  const told = parts.length > 0 && !text.includes('[|')
  return {
    marker: marker !== undefined,
    ...(version ? { version, messageId: messageId! } : {}),
    ...(spis ? { spis } : {}),
    exchange: exchanges[exchange] ?? Number(exchange.replace('#', '')),
    flags,
    ...(told ? { payloads: parts } : {}),
    ...(told && proposals.length > 0 ? { transforms: proposals, keyLengths } : {}),
  }
}

function payloadType(name: string, v2: boolean): number {
  if (/^pay\d+$/.test(name)) return Number(name.slice(3))
  return v2 ? 33 + payloadsV2.indexOf(name) : 1 + payloadsV1.indexOf(name)
}
