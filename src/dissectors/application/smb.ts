import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'

/** Commands of the old protocol. [MS-CIFS] §2.2.2.1. */
const command1 = names({
  4: 'CLOSE',
  37: 'TRANSACTION',
  43: 'ECHO',
  46: 'READ_ANDX',
  47: 'WRITE_ANDX',
  50: 'TRANSACTION2',
  113: 'TREE_DISCONNECT',
  114: 'NEGOTIATE',
  115: 'SESSION_SETUP_ANDX',
  116: 'LOGOFF_ANDX',
  117: 'TREE_CONNECT_ANDX',
  160: 'NT_TRANSACT',
  162: 'NT_CREATE_ANDX',
})

/** [MS-SMB2] §2.2.1. */
const command2 = names({
  0: 'NEGOTIATE',
  1: 'SESSION_SETUP',
  2: 'LOGOFF',
  3: 'TREE_CONNECT',
  4: 'TREE_DISCONNECT',
  5: 'CREATE',
  6: 'CLOSE',
  7: 'FLUSH',
  8: 'READ',
  9: 'WRITE',
  10: 'LOCK',
  11: 'IOCTL',
  12: 'CANCEL',
  13: 'ECHO',
  14: 'QUERY_DIRECTORY',
  15: 'CHANGE_NOTIFY',
  16: 'QUERY_INFO',
  17: 'SET_INFO',
  18: 'OPLOCK_BREAK',
})

/** Octets of the length in front, of SMB's fixed header and of SMB2's up to its flags. */
const SESSION = 4
const SMB1 = 32
const SMB2 = 20

/** SMB over TCP: command and status of a segment that begins with a message; the rest stays bytes. [MS-SMB2] §2.1. */
export function smb(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(SESSION + SMB1)
  const [type, , , , mark, s, m, b] = ahead
  if (type !== 0 || s !== 0x53 || m !== 0x4d || b !== 0x42 || ahead.length < SESSION + SMB1) return
  const says = mark === 0xff ? first(ahead.subarray(SESSION)) : mark === 0xfe ? second(ahead.subarray(SESSION)) : undefined
  if (says === undefined && mark !== 0xfd) return
  const told = says ?? 'encrypted'
  c.struct('SMB', c.left, c => {
    c.means(told)
    c.u8('Message Type')
    c.u24('Length')
    c.as('Protocol', 4, () => (mark === 0xff ? 'SMB' : mark === 0xfe ? 'SMB2' : 'SMB2 TRANSFORM_HEADER'))
    if (mark !== 0xfd) c.opaque('Header', mark === 0xff ? SMB1 - 4 : SMB2 - 4, () => told)
    c.rest('Content')
  })
  layers.push({ kind: 'application', name: 'SMB', says: told })
}

/** Command, direction and status of the old header. [MS-CIFS] §2.2.3.1. */
function first(header: Uint8Array): string {
  const status = (header[5]! | (header[6]! << 8) | (header[7]! << 16) | (header[8]! << 24)) >>> 0
  return told(command1(header[4]!) ?? `command ${header[4]}`, (header[9]! & 0x80) !== 0, status)
}

/** [MS-SMB2] §2.2.1.2. */
function second(header: Uint8Array): string {
  const status = (header[8]! | (header[9]! << 8) | (header[10]! << 16) | (header[11]! << 24)) >>> 0
  const command = header[12]! | (header[13]! << 8)
  return told(command2(command) ?? `command ${command}`, (header[16]! & 1) !== 0, status)
}

function told(command: string, response: boolean, status: number): string {
  if (!response) return command
  return status === 0 ? `${command} response` : `${command} response, status 0x${status.toString(16).padStart(8, '0')}`
}
