/** Where a capture's bytes come from: a file, a Blob, a URL. Random access; nothing is held in memory. */
export interface ByteSource {
  readonly name: string
  /** Bytes; for a compressed file those of the file as it lies there. */
  readonly size: number
  /** Fills `into` from `position` on; returns how many bytes there were (fewer only at the end). */
  read(position: number, into: Uint8Array): Promise<number>
  /** Nothing is gained by asking for bytes before they are needed: whoever asks reads them itself. */
  readonly atOnce?: true
  /** Reading was given up before the end; who opened it says why. */
  readonly givenUp?: boolean
  close?(): Promise<void>
}

/** The same, where a source that fails is one that has nothing there. */
export async function readOrNothing(source: ByteSource, position: number, into: Uint8Array): Promise<number> {
  return source.read(position, into).catch(() => 0)
}
