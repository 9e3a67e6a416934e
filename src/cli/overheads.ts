import { wrapped } from '../text/columns.ts'
import { grouped, ranges } from '../text/figures.ts'
import type { Overhead, SecurityAssociation } from '../trace/report.ts'

/** What IPsec adds to packets, one line for all SAs that add the same. */
export function overheads(all: readonly SecurityAssociation[]): string[] {
  const alike = new Map<string, number[]>()
  for (const { id, overhead, protocol } of all) {
    if (!overhead) continue
    const text = textOf(overhead, protocol)
    const known = alike.get(text) ?? []
    alike.set(text, known)
    known.push(Number(id.slice(2)))
  }
  return alike.size === 0
    ? []
    : ['What IPsec adds to each packet', ...[...alike].flatMap(([text, ids]) => wrapped(`SA ${ranges(ids, 4)}: ${text}`, 100, '  '))]
}

/** `62 to 77 bytes (tunnel mode: outer IP header 20, ESP 8, IV 16, …), by its algorithms; 1438 bytes fit into 1500`. */
function textOf({ from, least, most, parts, fits }: Overhead, protocol: string): string {
  const bytes = least === most ? `${least} bytes` : `${least} to ${most} bytes`
  const room = fits.map(({ mtu, inside }) => `${parts ? '' : 'at least '}${grouped(inside)} bytes fit into ${grouped(mtu)}`).join(' and ')
  if (!parts) return `${bytes}, ${HOW[from]}; ${room}`
  const named = [
    parts.ip ? `outer IP header ${parts.ip}` : '',
    parts.udp ? `UDP ${parts.udp}` : '',
    `${protocol.toUpperCase()} ${parts.header}`,
    parts.iv ? `IV ${parts.iv}` : '',
    parts.padding ? `padding up to ${parts.padding}` : '',
    parts.trailer ? `pad length and next header ${parts.trailer}` : '',
    `checksum (ICV) ${parts.icv}`,
  ].filter(part => part)
  return `${bytes} (${parts.mode} mode: ${named.join(', ')}), ${HOW[from]}; ${room}`
}

const HOW: Readonly<Record<Overhead['from'], string>> = {
  clear: 'as its packets show, which are not encrypted',
  algorithms: 'by its algorithms',
  packets: 'by packets seen protected and decrypted',
  sizes: 'by the sizes of its packets',
}
