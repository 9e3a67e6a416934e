import type { Sink } from '../record.ts'
import { type ByteSource, readOrNothing } from '../source.ts'
import { untilNul } from '../text.ts'
import type { Header } from './header.ts'
import { rtfText } from './rtf.ts'

/** Bytes of comments that are read; what a file holds beyond is not. */
const MOST = 4 * 1024 * 1024
const utf16 = new TextDecoder('utf-16le')
const latin = new TextDecoder('windows-1252')

/**
 * The comments of a file by the offset of the frame they are about, which is the entry of the frame table. Records of u32
 * frames (always 1), u32 frame offset, u32 title bytes, title in UTF-16LE, u32 description bytes, description in RTF.
 */
export async function comments(source: ByteSource, header: Header, sink: Sink): Promise<Map<number, string[]>> {
  const byFrame = new Map<number, string[]>()
  if (header.commentsLength === 0 || !sink.comment) return byFrame
  const area = new Uint8Array(Math.min(header.commentsLength, MOST))
  const got = await readOrNothing(source, header.commentsOffset, area)
  const view = new DataView(area.buffer, 0, got)
  let at = 0
  while (got - at >= 17) {
    const frame = view.getUint32(at + 4, true)
    const title = view.getUint32(at + 8, true)
    if (title === 0 || title > got - at - 16) break
    const description = view.getUint32(at + 12 + title, true)
    const start = at + 16 + title
    if (description > got - start) break
    const text = [
      untilNul(utf16.decode(area.subarray(at + 12, at + 12 + title))),
      rtfText(latin.decode(area.subarray(start, start + description))),
    ]
    const list = byFrame.get(frame)
    if (list) list.push(text.filter(Boolean).join(': '))
    else byFrame.set(frame, [text.filter(Boolean).join(': ')])
    at = start + description
  }
  if (at < header.commentsLength) sayWhatIsLeft(header, at, got < area.length, sink)
  return byFrame
}

function sayWhatIsLeft(header: Header, read: number, cut: boolean, sink: Sink): void {
  const says = `the comments at byte ${header.commentsOffset} say ${header.commentsLength} bytes, ${read} could be read`
  sink.problem?.(0, { weight: cut ? 'cut' : 'malformed', says })
}
