/**
 * Packets for tests, written from the outside in with right lengths and checksums:
 * `ethernet(ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, '…hex…')))`.
 */
export * from './bytes.ts'
export * from './ip.ts'
export * from './link.ts'
export * from './read.ts'
export * from './transport.ts'
