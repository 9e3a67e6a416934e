import { Input } from '../input.ts'
import type { ByteSource } from '../source.ts'
import { untilNul } from '../text.ts'
import type { Header } from './header.ts'

/** A program on the capturing machine. */
export interface Process {
  readonly path: string
  readonly id: number
}

/** Limits as in Microsoft's own reader or stricter: a path of MAX_PATH is 520 bytes. */
const LONGEST_PATH = 65_536
const LONGEST_ICON = 1024 * 1024
const MOST = 4096
const utf16 = new TextDecoder('utf-16le')

/**
 * The table of processes: u16 version, then records of u32 path bytes, path in UTF-16LE, u32 icon bytes, icon, u32 process
 * id, u16 local port, u16, u16 remote port, u16, u32 is-IPv6, 16 bytes local address, 16 bytes remote address.
 */
export async function processes(source: ByteSource, header: Header, signal?: AbortSignal): Promise<Process[]> {
  const all: Process[] = []
  if (header.processesOffset === 0 || header.processes === 0) return all
  const input = new Input(source, signal, undefined, 64 * 1024)
  await input.seek(header.processesOffset + 2)
  while (all.length < Math.min(header.processes, MOST)) {
    if (!(await input.more(4))) break
    const pathLength = input.view.getUint32(input.at, true)
    if (pathLength > LONGEST_PATH || !(await input.more(8 + pathLength))) break
    const path = untilNul(utf16.decode(input.bytes.subarray(input.at + 4, input.at + 4 + pathLength)))
    const iconLength = input.view.getUint32(input.at + 4 + pathLength, true)
    if (iconLength > LONGEST_ICON) break
    await input.seek(input.offset + 8 + pathLength + iconLength)
    if (!(await input.more(48))) break
    all.push({ path, id: input.view.getUint32(input.at, true) })
    input.at += 48
  }
  return all
}
