import type { IkeMessage, Payload } from '../../../src/dissectors/ike/facts.ts'
import type { Layer } from '../../../src/dissectors/layer.ts'
import { layerOf } from '../../../src/dissectors/layer.ts'
import type { IkeSays, Says } from './says.ts'

/** What we say of a packet, in tcpdump's terms. */
export function ours(layers: readonly Layer[]): Says {
  const ip = layerOf(layers, 'ip')
  const udp = layerOf(layers, 'udp')
  const esp = layerOf(layers, 'esp')
  const ah = layerOf(layers, 'ah')
  const ike = layerOf(layers, 'ike')
  const spi = (value: number) => value.toString(16).padStart(8, '0')
  return {
    ...(ip ? { from: end(ip.source, udp?.sourcePort), to: end(ip.destination, udp?.destinationPort) } : {}),
    ...(ike ? { ike: message(ike.message, ike.marker) } : {}),
    ...(esp ? { esp: { spi: spi(esp.spi), sequence: esp.sequence, udp: esp.udpEncapsulated, length: esp.payloadLength + 8 } } : {}),
    ...(ah ? { ah: { spi: spi(ah.spi), sequence: ah.sequence, length: ah.icvLength + 12 } } : {}),
    ...(layerOf(layers, 'keepalive') ? { keepalive: true } : {}),
  }
}

function end(address: string, port: number | undefined): string {
  return port === undefined ? address : `${address} ${port}`
}

function message(ike: IkeMessage, marker: boolean): IkeSays {
  const { majorVersion, minorVersion, flags } = ike
  const letters: readonly (readonly [number, string])[] =
    majorVersion === 2
      ? [
          [8, 'I'],
          [32, 'R'],
          [16, 'V'],
        ]
      : [
          [1, 'E'],
          [2, 'C'],
        ]
  const proposals = ike.payloads.flatMap(payload => (payload.kind === 'sa' ? payload.proposals : []))
  const attributes = proposals.flatMap(({ transforms }) => transforms.flatMap(({ attributes }) => attributes))
  return {
    marker,
    version: `${majorVersion}.${minorVersion}`,
    messageId: ike.messageId.toString(16).padStart(8, '0'),
    spis: `${ike.initiatorSpi}->${ike.responderSpi}`,
    exchange: ike.exchangeType,
    flags: letters.map(([bit, letter]) => (flags & bit ? letter : '')).join(''),
    payloads: ike.payloads.filter(visible).map(({ type }) => type),
    transforms: proposals.map(({ transforms }) => transforms.length),
    keyLengths: attributes.filter(({ name }) => /^Key Length/.test(name)).map(({ value }) => Number(value)),
  }
}

/** Of an encrypted message of version 1 tcpdump only tells that it is. */
function visible({ kind, type }: Payload): boolean {
  return kind !== 'encrypted' || type === 46
}
