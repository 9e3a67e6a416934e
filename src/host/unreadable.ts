import type { ByteSource } from '../capture/source.ts'

/** A source stopped giving bytes: the disk failed, the file was taken away. Not a bug, and not the file's content. */
export class Unreadable extends Error {}

/** The source, its failures marked as such. */
export function watched(source: ByteSource): ByteSource {
  return {
    name: source.name,
    size: source.size,
    async read(position, into) {
      try {
        return await source.read(position, into)
      } catch (problem) {
        throw new Unreadable(`cannot be read: ${problem instanceof Error ? problem.message : problem}`)
      }
    },
    close: async () => source.close?.(),
  }
}
