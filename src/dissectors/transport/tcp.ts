import type { Cursor } from '../cursor.ts'
import { NOT_DISSECTED } from '../field.ts'
import type { Ip, Layer, Tcp } from '../layer.ts'
import { judge, pseudoHeader } from '../network/checksum.ts'
import { portName } from './portNames.ts'
import { options } from './tcpOptions.ts'
import { tcpPort } from './tcpPorts.ts'

const FLAGS = { 128: 'CWR', 64: 'ECE', 32: 'URG', 16: 'ACK', 8: 'PSH', 4: 'RST', 2: 'SYN', 1: 'FIN' }

/** Transmission Control Protocol; streams are not put together. RFC 9293 §3.1. */
export function tcp(c: Cursor, layers: Layer[]): void {
  const room = c.left
  const ip = layers.findLast((layer): layer is Ip => layer.kind === 'ip')
  const words = c.peek(13)[12]
  const length = words === undefined ? undefined : Math.max(20, (words >> 4) * 4)
  const fact = c.struct('TCP', length, c => header(c, room, ip))
  if (!fact) {
    c.rest(NOT_DISSECTED)
    return
  }
  layers.push(fact)
  tcpPort(fact.sourcePort, fact.destinationPort)(c, layers)
  c.rest('Data')
}

function header(c: Cursor, room: number, ip: Ip | undefined): Tcp {
  const start = c.at
  const sourcePort = c.u16('Source Port', portName)
  const destinationPort = c.u16('Destination Port', portName)
  const sequence = c.u32('Sequence Number')
  const acknowledgment = c.u32('Acknowledgment Number')
  const [words] = c.split('Data Offset', 1, [
    ['Data Offset', 4, words => `${words * 4} bytes`],
    ['Reserved', 4],
  ])
  if (words < 5) c.malformed(`Data Offset says ${words * 4} bytes, the header has 20 at least`)
  const flags = c.flags('Flags', FLAGS)
  const window = c.u16('Window')
  const whole = !c.quoted && start + room <= c.bytes.length && ip !== undefined
  const judgement = whole ? judge(c.bytes, start, start + room, start + 16, pseudoHeader(ip, 6, room)) : undefined
  c.u16('Checksum', () => judgement?.says)
  c.u16('Urgent Pointer')
  const mss = c.left > 0 ? c.struct('Options', c.left, options) : undefined
  const payloadLength = Math.max(0, room - Math.max(20, words * 4))
  c.means(`${sourcePort} → ${destinationPort}`)
  return {
    kind: 'tcp',
    sourcePort,
    destinationPort,
    sequence,
    acknowledgment,
    flags,
    window,
    ...(mss === undefined ? {} : { mss }),
    ...(judgement?.good === undefined ? {} : { checksumGood: judgement.good }),
    payloadStart: start + Math.max(20, words * 4),
    payloadLength,
  }
}
