import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'

/** First octets of pcap in either byte order, with microseconds, nanoseconds or modified, of pcapng, Network Monitor 1 and 2, gzip. */
const begins = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', 'a1b2cd34', '34cdb2a1', '0a0d0d0a', '52545353', '474d4255', '1f8b']

/**
 * Whether a path leads to a capture file. What the page says was dropped is believed only of these: whoever took the page over
 * would otherwise have every file read to him.
 */
export function isCapture(path: string): boolean {
  try {
    if (!isAbsolute(path) || !statSync(path).isFile()) return false
    const file = openSync(path, 'r')
    try {
      const head = Buffer.alloc(4)
      const hex = head.subarray(0, readSync(file, head, 0, 4, 0)).toString('hex')
      return begins.some(begin => hex.startsWith(begin))
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}
