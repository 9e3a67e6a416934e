// What a file is that is no capture this can read, and what turns it into one. Looked at only when no reader took the file.

interface Known {
  readonly begins: string | ((head: Uint8Array) => boolean)
  readonly is: string
}

const byWireshark = "Wireshark's editcap converts it: editcap -F pcapng IN OUT.pcapng"
const unpack = (tool: string) => `unpack it first: ${tool}`

/** Beginnings, as Latin-1 text. */
const etl = "an ETW event trace (.etl), as netsh trace writes; Microsoft's etl2pcapng converts it: etl2pcapng IN.etl OUT.pcapng"

const all: readonly Known[] = [
  { begins: 'snoop\0\0\0', is: `a Solaris snoop capture; ${byWireshark}` },
  { begins: isEtl, is: etl },
  { begins: 'TRSNIFF data    \x1a', is: `a Sniffer (DOS) capture; ${byWireshark}` },
  { begins: 'XCP\0', is: `a NetXRay or Windows Sniffer capture; ${byWireshark}` },
  { begins: 'VL\0\0', is: `a NetXRay capture; ${byWireshark}` },
  { begins: '\x7fver', is: `an EtherPeek or OmniPeek capture; ${byWireshark}` },
  { begins: 'iptrace 1.0', is: `an AIX iptrace capture; ${byWireshark}` },
  { begins: 'iptrace 2.0', is: `an AIX iptrace capture; ${byWireshark}` },
  { begins: 'TR\0d\0', is: `an HP-UX nettl capture; ${byWireshark}` },
  { begins: 'ObserverPktBuffe', is: `a Network Instruments Observer capture; ${byWireshark}` },
  { begins: 'btsnoop\0', is: 'a Bluetooth capture (btsnoop); there is no IP in it' },
  { begins: 'ElfFile\0', is: 'a Windows event log (.evtx), not a capture' },
  { begins: 'MSCF', is: 'a cabinet, as netsh trace writes beside its .etl; convert the .etl with etl2pcapng' },
  { begins: '\x28\xb5\x2f\xfd', is: `compressed with zstd; ${unpack('zstd -d FILE')}` },
  { begins: '\xfd7zXZ\0', is: `compressed with xz; ${unpack('xz -d FILE')}` },
  { begins: 'BZh', is: `compressed with bzip2; ${unpack('bzip2 -d FILE')}` },
  { begins: '\x04\x22\x4d\x18', is: `compressed with lz4; ${unpack('lz4 -d FILE')}` },
  { begins: '\x1f\x9d', is: `compressed with compress; ${unpack('gzip -d FILE')}` },
  { begins: '\x1f\x8b', is: `compressed with gzip more than once; ${unpack('gzip -d FILE')}` },
  { begins: 'PK\x03\x04', is: `a ZIP archive; ${unpack('unzip FILE')}` },
  { begins: "7z\xbc\xaf'\x1c", is: `a 7-Zip archive; ${unpack('7z x FILE')}` },
  { begins: 'Rar!\x1a\x07', is: `a RAR archive; ${unpack('unrar x FILE')}` },
  { begins: head => latin(head.subarray(257, 262)) === 'ustar', is: `a tar archive; ${unpack('tar -xf FILE')}` },
  { begins: '\x7fELF', is: 'a program (ELF), not a capture' },
  { begins: 'MZ', is: 'a Windows program, not a capture' },
  { begins: '%PDF-', is: 'a PDF document, not a capture' },
  { begins: '\x89PNG\r\n', is: 'a picture (PNG), not a capture' },
  { begins: '\xff\xd8\xff', is: 'a picture (JPEG), not a capture' },
  { begins: head => head.every(octet => octet === 0), is: 'not a capture: it begins with zeros' },
  { begins: isText, is: 'text, not a capture' },
]

/** What the file is, in one line. */
export function notCapture(name: string, head: Uint8Array): string {
  if (head.length === 0) return 'the file is empty'
  const known = all.find(({ begins }) => (typeof begins === 'string' ? latin(head.subarray(0, begins.length)) === begins : begins(head)))
  if (known === undefined) return /\.etl$/i.test(name) ? etl : `not a capture that is known: it begins with ${hex(head.subarray(0, 8))}`
  if (known.begins === isText) return `${known.is}: it begins with “${firstLine(head)}”`
  return known.is
}

/** A buffer of 72 bytes of header, its size first, in which the trace's own header is the first record: SYSTEM32 or
 *  SYSTEM64 (1, 2) with marker 0xC0 at 0x4A. */
function isEtl(head: Uint8Array): boolean {
  if (head.length < 0x4c) return false
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0, true)
  return size >= 1024 && size <= 64 * 1024 * 1024 && size % 1024 === 0 && (head[0x4a] === 1 || head[0x4a] === 2) && head[0x4b] === 0xc0
}

/** UTF-8 without control characters but white space, or UTF-16 with a mark. */
function isText(head: Uint8Array): boolean {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (marked) return true
  const text = new TextDecoder().decode(head, { stream: true })
  return text !== '' && !text.includes('\ufffd') && head.every(octet => octet >= 0x20 || (octet >= 9 && octet <= 13))
}

function firstLine(head: Uint8Array): string {
  const utf16 = head[0] === 0xff ? 'utf-16le' : head[0] === 0xfe ? 'utf-16be' : 'utf-8'
  const line = new TextDecoder(utf16)
    .decode(head, { stream: true })
    .split(/[\r\n]/)[0]!
    .trim()
  return line.length > 40 ? `${line.slice(0, 40)}…` : line
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, octet => octet.toString(16).padStart(2, '0')).join(' ')
}
