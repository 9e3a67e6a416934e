/**
 * Packets for tests, written from the outside in with right lengths and checksums:
 * `ethernet(ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, '…hex…')))`.
 */
export * from '../../../src/compose/packets/bytes.ts'
export * from '../../../src/compose/packets/ip.ts'
export * from '../../../src/compose/packets/link.ts'
export * from '../../../src/compose/packets/transport.ts'
export * from './read.ts'
