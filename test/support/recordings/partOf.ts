import type { ByteSource } from '../../../src/capture/source.ts'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { type Kept, memory, onDisk, told } from '../capture/collect.ts'

/** A capture as if it had begun late, ended early or left packets out. @param keep of the packets in the order of the file */
export async function partOf(path: string, keep: (all: readonly Kept[]) => readonly Kept[]): Promise<ByteSource> {
  const { records } = await told(onDisk(path))
  return memory(pcapFile(keep(records), { nano: true, network: records[0]!.linkType }), path)
}

/** The packets between two parts of the whole, 0 to 1. */
export const between =
  (from: number, until: number) =>
  (all: readonly Kept[]): readonly Kept[] =>
    all.slice(Math.floor(all.length * from), Math.ceil(all.length * until))
