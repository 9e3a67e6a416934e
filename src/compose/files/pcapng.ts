import { joined } from '../../dissectors/joined.ts'
import { writer } from './bytes.ts'
import type { Written } from './written.ts'

/** An option of a block, its value without padding. */
export type Option = readonly [code: number, value: Uint8Array]

/** The value of an option that is a text: UTF-8, without an end. */
export const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** Blocks of a pcapng file in one byte order. */
export function pcapngWriter(littleEndian = true) {
  const w = () => writer(littleEndian)
  const padded = (bytes: Uint8Array) => joined(bytes, new Uint8Array(-bytes.length & 3))

  function block(type: number, body: Uint8Array): Uint8Array {
    const whole = padded(body)
    const length = whole.length + 12
    return joined(w().u32(type).u32(length).done(), whole, w().u32(length).done())
  }

  function options(all: readonly Option[]): Uint8Array {
    if (all.length === 0) return new Uint8Array(0)
    const written = all.map(([code, value]) => joined(w().u16(code).u16(value.length).done(), padded(value)))
    return joined(...written, w().u32(0).done())
  }

  return {
    block,
    section: (extra: readonly Option[] = [], version: readonly [number, number] = [1, 0]) =>
      block(0x0a0d0d0a, joined(w().u32(0x1a2b3c4d).u16(version[0]).u16(version[1]).u64(-1n).done(), options(extra))),
    port: (linkType: number, snapLength = 0, extra: readonly Option[] = []) =>
      block(1, joined(w().u16(linkType).u16(0).u32(snapLength).done(), options(extra))),
    /** @param ticks in units of the interface's resolution */
    enhanced: (data: Uint8Array, ticks: bigint, port = 0, extra: readonly Option[] = [], original = data.length) =>
      block(
        6,
        joined(
          w()
            .u32(port)
            .u32(Number(ticks >> 32n))
            .u32(Number(ticks & 0xffffffffn))
            .u32(data.length)
            .u32(original)
            .done(),
          padded(data),
          options(extra),
        ),
      ),
    obsolete: (data: Uint8Array, ticks: bigint, port = 0, drops = 0xffff) =>
      block(
        2,
        joined(
          w()
            .u16(port)
            .u16(drops)
            .u32(Number(ticks >> 32n))
            .u32(Number(ticks & 0xffffffffn))
            .u32(data.length)
            .u32(data.length)
            .done(),
          padded(data),
        ),
      ),
    simple: (data: Uint8Array, original = data.length) => block(3, joined(w().u32(original).done(), padded(data))),
    names: (records: readonly (readonly [type: number, value: Uint8Array])[]) =>
      block(4, joined(...records.map(([type, value]) => joined(w().u16(type).u16(value.length).done(), padded(value))), w().u32(0).done())),
    statistics: (port: number, counters: readonly (readonly [code: number, value: bigint])[]) =>
      block(5, joined(w().u32(port).zeros(8).done(), options(counters.map(([code, value]) => [code, w().u64(value).done()] as const)))),
    u32: (value: number) => w().u32(value).done(),
    u64: (value: bigint) => w().u64(value).done(),
  }
}

/** One section, one interface with nanoseconds, the packets in Enhanced Packet Blocks; how many it dropped behind them. */
export function pcapngFile(
  packets: readonly Written[],
  linkType = 1,
  littleEndian = true,
  { dropped = 0, filter }: { readonly dropped?: number | undefined; readonly filter?: string | undefined } = {},
): Uint8Array {
  const w = pcapngWriter(littleEndian)
  const ticks = ({ seconds, nanoseconds }: Written) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)
  const port = w.port(linkType, 0, [[9, Uint8Array.of(9)], ...(filter ? [[11, joined(Uint8Array.of(0), text(filter))] as const] : [])])
  const statistics = [IF_RECEIVED, IF_DROPPED].map((code, i) => [code, BigInt(i ? dropped : packets.length + dropped)] as const)
  const blocks = packets.map(p => w.enhanced(p.data, ticks(p), 0, [], p.original))
  return joined(w.section(), port, ...blocks, ...(dropped ? [w.statistics(0, statistics)] : []))
}

/** isb_ifrecv, isb_ifdrop. */
const [IF_RECEIVED, IF_DROPPED] = [4, 5]

// pcapng counts 64 bits of nanoseconds, 584 years. What was before 1970 or comes long after it is counted from the beginning
// of another era, which the interface of these packets says.

/** Seconds of an era. */
const ERA = 2 ** 34
/** Option if_tsoffset: seconds to be added to all times of an interface. */
const OFFSET = 14

/** The era of a second since 1970; 0 for all that are likely. */
export function eraOf(seconds: number): number {
  return Math.floor(seconds / ERA)
}

/** Nanoseconds since the beginning of its era. */
export function ticksInEra({ seconds, nanoseconds }: { readonly seconds: number; readonly nanoseconds: number }): bigint {
  return BigInt(seconds - eraOf(seconds) * ERA) * 1_000_000_000n + BigInt(nanoseconds)
}

/** What an interface has to say of its era. @param u64 writes a number in the byte order of the file */
export function eraOption(era: number, u64: (value: bigint) => Uint8Array): Option[] {
  return era === 0 ? [] : [[OFFSET, u64(BigInt(era) * BigInt(ERA))]]
}
