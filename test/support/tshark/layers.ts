import type { Ip, Layer } from '../../../src/dissectors/layer.ts'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { tsharkFields } from './fields.ts'

// tshark's answer for the layers below IKE, and ours, as the same rows of text. Fragments are left as they are, sums are
// verified. Only the outermost IP header is compared, and transport only where nothing else is carried in between.

const FIELDS = [
  'ip.src',
  'ip.dst',
  'ip.proto',
  'ip.id',
  'ip.flags.df',
  'ip.flags.mf',
  'ip.frag_offset',
  'ip.ttl',
  'ip.len',
  'ip.dsfield',
  'ip.checksum.status',
  'ipv6.src',
  'ipv6.dst',
  'ipv6.hlim',
  'ipv6.plen',
  'ipv6.fraghdr.offset',
  'ipv6.fraghdr.ident',
  'udp.srcport',
  'udp.dstport',
  'udp.length',
  'udp.checksum.status',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.flags',
  'tcp.window_size_value',
  'tcp.options.mss_val',
  'tcp.checksum.status',
  'icmp.type',
  'icmp.code',
  'icmp.mtu',
  'icmp.ident',
  'icmp.seq',
  'icmpv6.type',
  'icmpv6.code',
  'icmpv6.mtu',
  'eth.src',
  'vlan.id',
] as const

const PREFERENCES = [
  'ip.defragment:FALSE',
  'ipv6.defragment:FALSE',
  'ip.check_checksum:TRUE',
  'udp.check_checksum:TRUE',
  'tcp.check_checksum:TRUE',
  'tcp.relative_sequence_numbers:FALSE',
  'tcp.desegment_tcp_streams:FALSE',
]

export type Row = Partial<Record<(typeof FIELDS)[number], string>>

export function tsharkRows(path: string): Row[] {
  return tsharkFields(path, FIELDS, PREFERENCES)
}

/** Our facts in tshark's spelling; what we do not claim is left out. */
export function rowOf(layers: readonly Layer[]): Row {
  const link = layerOf(layers, 'link')
  const ip = layerOf(layers, 'ip')
  const behind = ip ? layers.slice(layers.indexOf(ip) + 1) : []
  const next = behind[0]
  const text = (entries: Record<string, string | number | undefined>) =>
    Object.fromEntries(Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
  return {
    ...text({ 'eth.src': link?.destination && link.source, 'vlan.id': link?.vlans?.[0] }),
    ...(ip ? text(ip.version === 4 ? v4(ip) : v6(ip)) : {}),
    ...(next?.kind === 'udp'
      ? text({
          'udp.srcport': next.sourcePort,
          'udp.dstport': next.destinationPort,
          'udp.length': next.length,
          'udp.checksum.status': status(next.checksumGood),
        })
      : {}),
    ...(next?.kind === 'tcp'
      ? text({
          'tcp.srcport': next.sourcePort,
          'tcp.dstport': next.destinationPort,
          'tcp.seq_raw': next.sequence,
          'tcp.ack_raw': next.acknowledgment,
          'tcp.window_size_value': next.window,
          'tcp.options.mss_val': next.mss,
          'tcp.checksum.status': status(next.checksumGood),
        })
      : {}),
    ...(next?.kind === 'icmp' && next.version === 4
      ? text({
          'icmp.type': next.type,
          'icmp.code': next.code,
          'icmp.mtu': next.mtu,
          'icmp.ident': next.identifier,
          'icmp.seq': next.sequence,
        })
      : {}),
    ...(next?.kind === 'icmp' && next.version === 6
      ? text({ 'icmpv6.type': next.type, 'icmpv6.code': next.code, 'icmpv6.mtu': next.mtu })
      : {}),
  }
}

/** Where the two differ: only fields that we claim. */
export function differences(ours: Row, theirs: Row): string[] {
  return Object.entries(ours).flatMap(([name, value]) => {
    const other = theirs[name as keyof Row]
    return other === value ? [] : [`${name}: ${value}, tshark: ${other}`]
  })
}

function v4(ip: Ip): Record<string, string | number | undefined> {
  return {
    'ip.src': ip.source,
    'ip.dst': ip.destination,
    'ip.proto': ip.protocol,
    'ip.id': `0x${(ip.identification ?? 0).toString(16).padStart(4, '0')}`,
    'ip.flags.df': ip.dontFragment ? 1 : 0,
    'ip.flags.mf': ip.moreFragments ? 1 : 0,
    'ip.frag_offset': ip.fragmentOffset / 8,
    'ip.ttl': ip.ttl,
    'ip.len': ip.length,
    'ip.checksum.status': status(ip.checksumGood),
  }
}

function v6(ip: Ip): Record<string, string | number | undefined> {
  return {
    'ipv6.src': ip.source,
    'ipv6.dst': ip.destination,
    'ipv6.hlim': ip.ttl,
    'ipv6.plen': ip.length - 40,
    'ipv6.fraghdr.offset': ip.identification === undefined ? undefined : ip.fragmentOffset / 8,
    'ipv6.fraghdr.ident': ip.identification === undefined ? undefined : `0x${ip.identification.toString(16).padStart(8, '0')}`,
  }
}

/** tshark: 0 bad, 1 good, 2 unverified, 3 not present. */
function status(good: boolean | undefined): string | undefined {
  return good === undefined ? undefined : good ? '1' : '0'
}
