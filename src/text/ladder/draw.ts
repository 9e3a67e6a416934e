import { ending } from '../../trace/outcomeWords.ts'
import type { Flow, IcmpError, Message, Negotiation } from '../../trace/report.ts'
import { columns } from '../columns.ts'
import { counted, duration, grouped, ordinal, ranges } from '../figures.ts'
import { initiatorText, modeText } from '../modes.ts'
import type { FlowRow, FoldRow, IcmpRow, Ladder, MessageRow, Row, Side } from './rows.ts'

// A ladder in plain characters, so that it survives a mail: two lifelines, each message an arrow whose label stands at
// its sender, packet number and time to the left, size and remarks to the right.

/** Characters between the lifelines. */
const WIDTH = 58
/** Characters between two texts at its ends, at least. */
const APART = 3
/** Flows without a negotiation that are listed. */
const STRAYS = 100

/** One negotiation as lines of text. */
export function drawn({ negotiation, rows }: Ladder): string[] {
  const { initiator, responder, authentication } = negotiation
  const left = `${initiator.address}:${initiator.port}`
  const right = `${responder.address}:${responder.port}`
  const lines = [
    `${negotiation.id}  ${modeText(negotiation)}${negotiation.rekeys ? `, new keys of ${negotiation.rekeys}` : ''}${authentication ? `, ${authentication}` : ''}: ${ending(negotiation)}`,
    '',
    `${'packet'.padStart(9)} ${'time'.padStart(11)}   ${ends(left, right)}`,
    ...roles(negotiation).map(line => ' '.repeat(24) + line),
    ...rows.map(draw),
  ]
  return lines.map(line => line.trimEnd())
}

/** One row of the ladder as text; spaces at its end are left for the caller to cut. */
export function draw(row: Row): string {
  switch (row.kind) {
    case 'message':
      return line(ranges(row.packets, 2), row.time, arrow(row.from, label(row.message), row.copy > 1 ? '- ' : '-', head(row)), remarks(row))
    case 'pause':
      return `${' '.repeat(24)}:${`  … ${duration(row.seconds)} pass${row.atEnd ? ' until the capture ends' : ''}`.padEnd(WIDTH)}:`
    case 'fold':
      return fold(row)
    case 'icmp':
      return icmp(row)
    case 'flow':
      return flow(row)
    case 'clear':
      return line(`${row.packet}`, row.time, arrow('initiator', 'in the clear', ' .', ' '), counted(row.packets, 'packet'))
  }
}

/** Two texts at both ends of the ladder's width. */
export function ends(left: string, right: string): string {
  return left + right.padStart(Math.max(APART + right.length, WIDTH + 2 - left.length))
}

/** Who began and who answered, and the software of each: below, where it has no room beside. */
function roles(negotiation: Negotiation): string[] {
  const { initiatorStack = '', responderStack = '' } = negotiation
  const role = initiatorText(negotiation)
  const left = initiatorStack ? `${role}, ${initiatorStack}` : role
  const right = responderStack ? `${responderStack}, responder` : 'responder'
  if (left.length + APART + right.length <= WIDTH + 2) return [ends(left, right)]
  return [ends(role, 'responder'), ends(initiatorStack, responderStack)]
}

function line(packets: string, time: number, body: string, remark: string): string {
  return `${packets.padStart(9)} ${time.toFixed(6).padStart(12)}  ${body}${remark ? `  ${remark}` : ''}`
}

function head({ fate, from }: MessageRow): string {
  return fate === 'lost' ? 'x' : fate === 'unknown' ? '?' : from === 'initiator' ? '>' : '<'
}

/** An arrow between the lifelines, its label at the sender's end; what has no room is dropped from the label's end. */
function arrow(from: Side, text: string, shaft: string, tip: string): string {
  const shown = text.length > WIDTH - 8 ? `${text.slice(0, WIDTH - 9)}…` : text
  const rest = WIDTH - shown.length - 5
  const line = shaft.repeat(Math.ceil(rest / shaft.length)).slice(0, rest)
  const start = shaft.repeat(2).slice(0, 2)
  return from === 'initiator' ? `|${start} ${shown} ${line}${tip}|` : `|${tip}${reversed(line)} ${shown} ${reversed(start)}|`
}

function reversed(text: string): string {
  return [...text].reverse().join('')
}

/** `MM3  KE, Nonce, NAT-D ×2`, `Informational  NO-PROPOSAL-CHOSEN`. */
function label(message: Message): string {
  const parts: { name: string; count: number }[] = []
  for (const name of payloadNames(message)) {
    const last = parts.at(-1)
    if (last?.name === name) last.count++
    else parts.push({ name, count: 1 })
  }
  const payloads = parts.map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name)).join(', ')
  const opened = message.decrypted && payloads === '' ? 'empty' : payloads
  const says = message.encrypted && !message.decrypted && /^(Encrypted|SKF?( ×\d+)?)?$/.test(payloads) ? 'encrypted' : opened
  return says ? `${message.name}  ${says}` : message.name
}

/** The payloads of a message; deletes and notifies by what they say, the one that refuses by its name. */
function payloadNames({ payloads, tells, refuses }: Message): readonly string[] {
  const at = refuses === undefined ? -1 : payloads.indexOf('N')
  return payloads.map((name, i) => (i === at ? refuses! : tells?.[i] || name))
}

function remarks(row: MessageRow): string {
  const { packets, complete } = row.sighting
  const holes = row.missing?.map(([start, end]) => `${start}-${end - 1}`).join(', ')
  return [
    row.copy > 1 ? (row.again ?? `again, ${ordinal(row.copy)} copy after ${duration(row.after)}`) : counted(row.message.bytes, 'byte'),
    row.messageId ? `message ID ${row.messageId}` : '',
    row.ports ?? '',
    packets.length > 1 ? `${packets.length} ${row.inDatagram ? '' : 'IKE '}fragments` : '',
    complete
      ? ''
      : holes
        ? `bytes ${holes} never came`
        : row.message.payloads.some(isFragment)
          ? 'not all of it is here'
          : 'cut by the capture',
    row.fate === 'modified' ? 'changed on the way' : '',
  ]
    .filter(part => part)
    .join(', ')
}

/** Of IKE's own: the encrypted one of version 2, payload 132 of version 1. */
function isFragment(payload: string): boolean {
  return payload === 'SKF' || payload === 'Fragment'
}

function fold({ copies }: FoldRow): string {
  const first = copies[0]!
  const names = new Map<string, number>()
  for (const { message } of copies) names.set(message.name, (names.get(message.name) ?? 0) + 1)
  const span = copies.at(-1)!.time - first.time + first.after
  const what = names.size > 1 ? `${[...names].map(([name, count]) => `${name} ×${count}`).join(', ')}` : first.message.name
  const text = `${what}: ${copies.length} more copies over ${duration(span)}`
  const packets = ranges(
    copies.flatMap(copy => copy.packets),
    4,
  )
  return line('…', first.time, arrow(first.from, text, '- ', head(first)), `packets ${packets}`)
}

function icmp({ error, to }: IcmpRow): string {
  const mtu = error.mtu ? `, MTU ${error.mtu}` : ''
  const from: Side = to === 'initiator' ? 'responder' : 'initiator'
  return line(
    String(error.packet),
    error.time,
    arrow(from, `${error.means}${mtu}`, '.', to === 'initiator' ? '<' : '>'),
    `ICMP from ${error.from}${about(error)}`,
  )
}

/** Which packet an error quotes: by its number, its SPI, or where it was sent to. */
function about({ quotes }: IcmpError): string {
  if (quotes?.packet) return `, about packet ${quotes.packet}`
  if (quotes?.spi) return `, about SPI ${quotes.spi}`
  const transport = { 6: 'TCP', 17: 'UDP' }[quotes?.protocol ?? 0]
  return transport && quotes?.ports ? `, about ${transport} to port ${quotes.ports[1]}` : ''
}

function flow({ flow, from }: FlowRow): string {
  return line(
    flow.firstPacket === undefined ? '' : String(flow.firstPacket),
    flow.firstTime ?? 0,
    arrow(from, `${flow.protocol.toUpperCase()} ${flow.spi}`, '=', from === 'initiator' ? '>' : '<'),
    flowRemark(flow),
  )
}

function flowRemark(flow: Flow): string {
  const span = flow.firstTime === undefined || flow.lastTime === undefined ? '' : ` in ${duration(flow.lastTime - flow.firstTime)}`
  return [
    `${counted(flow.packets, 'packet')}${flow.packets > 1 ? span : ''}`,
    flow.missing ? `${grouped(flow.missing)} missing` : '',
    flow.duplicates ? `${grouped(flow.duplicates)} twice` : '',
    flow.reordered ? `${grouped(flow.reordered)} out of order` : '',
    flow.udpEncapsulated ? 'in UDP' : flow.tcpEncapsulated ? 'in TCP' : '',
  ]
    .filter(part => part)
    .join(', ')
}

/** ESP and AH of hosts whose negotiation is not in the capture. */
export function drawnStrays(flows: readonly Flow[]): string[] {
  const shown = flows.slice(0, STRAYS)
  const rows = shown.map(flow => [`${flow.protocol.toUpperCase()} ${flow.spi}`, `${flow.from} -> ${flow.to}`, flowRemark(flow)])
  const more = flows.length > STRAYS ? [`  and ${grouped(flows.length - STRAYS)} more`] : []
  return ['ESP and AH without their negotiation', '', ...columns(rows), ...more]
}
