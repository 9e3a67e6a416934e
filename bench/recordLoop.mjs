// The floor for a reader in Node: walks over the record headers of a pcap file, nothing else.
import { closeSync, openSync, readSync } from 'node:fs'

const file = openSync(process.argv[2], 'r')
const bytes = new Uint8Array(4 << 20)
let end = readSync(file, bytes, 0, bytes.length, null)
let at = 24
let packets = 0
for (;;) {
  while (at + 16 <= end) {
    const length = bytes[at + 8] | (bytes[at + 9] << 8) | (bytes[at + 10] << 16)
    if (at + 16 + length > end) break
    at += 16 + length
    packets++
  }
  bytes.copyWithin(0, at, end)
  end -= at
  at = 0
  const more = readSync(file, bytes, end, bytes.length - end, null)
  if (more === 0) break
  end += more
}
closeSync(file)
console.log(packets)
