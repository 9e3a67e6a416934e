import { duration } from '../time.ts'
import { contextName, contextWords } from './context.ts'
import { contentTexts, counted, packetRange } from './label.ts'
import { bandText } from './marks/BandMark.tsx'
import { pauseText } from './marks/EventMarks.tsx'
import { foldText } from './marks/FoldMark.tsx'
import { restText } from './marks/RestMark.tsx'
import { againText, footTexts } from './messageWords.ts'
import type { Row, Side } from './row.ts'

const fates = { arrived: '', unknown: ', arrival unknown', lost: ', lost', refused: ', refused' }

/** A row in words, for those who do not see the drawing. */
export function rowName(row: Row): string {
  const where =
    row.packets.length > 0
      ? `, ${row.packets[0] === row.packets.at(-1) ? 'packet' : 'packets'} ${packetRange(row.packets)}, at ${duration(row.time)}`
      : ''
  switch (row.kind) {
    case 'start':
      return row.title
    case 'port':
      return `UDP port ${row.port}: ${row.says}`
    case 'message': {
      const what = contentTexts(row.message).join(', ')
      const again = row.copy > 1 ? `, ${againText(row)}` : ''
      return `${row.message.name}, ${way(row.from)}, ${what}${again}${fates[row.end]}, ${footTexts(row).join(', ')}${where}`
    }
    case 'fold': {
      const [more, rest] = foldText(row)
      return `${row.message.name}: ${more} ${rest.join(', ')}${where}`
    }
    case 'pause':
      return pauseText(row)
    case 'icmp':
      return `ICMP ${row.error.type}/${row.error.code} from ${row.error.from}, ${row.error.means}${row.error.mtu === undefined ? '' : `, MTU ${row.error.mtu}`}${where}`
    case 'band':
      return `${row.flow.protocol.toUpperCase()} ${row.flow.spi}, ${way(row.from)}, ${bandText(row)}${where}`
    case 'rest':
      return `${restText(row)}: show more of them`
    case 'single':
      return `${row.name} ${row.says.join(', ')}, ${way(row.from)}${fates[row.end]}, ${counted(row.bytes, 'byte')}${where}`
    case 'keepalive':
      return `${counted(row.count, 'NAT keepalive')}, ${way(row.from)}${where}`
    case 'context':
      return `${contextName(row.run)}, in the clear, ${contextWords(row)}${row.third ? `, with ${row.third}` : ''}${where}`
    case 'due':
      return `${row.name} was due from ${duration(row.since)} on; ${row.absent}`
    case 'edge':
      return row.says
    case 'note':
      return `Note on packet ${row.on.trace === 0 ? 'A' : 'B'}${row.on.packet}: ${row.text}`
  }
}

function way(from: Side): string {
  return from === 'left' ? 'left to right' : 'right to left'
}
