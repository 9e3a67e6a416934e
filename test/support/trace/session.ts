import { pcapFile } from '../../../src/compose/files/pcap.ts'
import type { Session } from '../../../src/host/protocol.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../capture/collect.ts'

/** A session on frames of Ethernet, a second apart. @param snap octets that the capture keeps of each */
export async function sessionOf(frames: readonly Uint8Array[], snap = 65535): Promise<Session> {
  const file = pcapFile(
    frames.map((frame, i) => ({ data: frame.subarray(0, snap), original: frame.length, seconds: 1000 + i, nanoseconds: 0 })),
  )
  const opened = await openSession([memory(file)])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session
}
