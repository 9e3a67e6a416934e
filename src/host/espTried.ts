import { Kind } from '../dissectors/sort.ts'
import type { Key } from '../keys/index.ts'
import type { CipherVerdict } from '../trace/protected/ciphers.ts'
import { flowCipher } from '../trace/protected/flowCipher.ts'
import { packetBytes, type Reading } from './reading.ts'
import { roots } from './roots.ts'

/** Of ESP SAs that keys name by their SPI: how many, and of how many a packet opens. */
export interface EspTried {
  readonly tried: number
  readonly opened: number
}

/** SAs that are tried; those of one host's kernel are fewer. */
const MOST = 100

/** Tries the keys that a trace was given on the first and the last packet of each ESP SA that they are for. */
export async function tryEspSas(reading: Reading, keys: readonly Key[]): Promise<EspTried> {
  const spis = new Set(keys.flatMap(key => (key.kind === 'esp' ? [key.spi] : [])))
  let tried = 0
  let opened = 0
  if (spis.size > 0)
    for (const { spi, rows, isClear } of sas(reading)) {
      if (!spis.has(spi) && !spis.has(undefined)) continue
      if (tried === MOST) break
      tried++
      if (isClear() || (await opens(reading, rows))) opened++
    }
  return { tried, opened }
}

async function opens(reading: Reading, rows: readonly number[]): Promise<boolean> {
  for (const row of rows) {
    const all = await roots(reading, row, await packetBytes(reading, row))
    if (all.some(({ title }) => title === 'Decrypted')) return true
  }
  return false
}

interface Sa {
  readonly spi: number
  /** Its first packet and its last. */
  readonly rows: readonly number[]
  /** It can be read without keys. */
  isClear(): boolean
}

function* sas({ trace: { packets, datagrams } }: Reading): Generator<Sa> {
  const { flows } = packets
  for (let flow = 0; flow < flows.length; flow++)
    if (flows.kind(flow) === Kind.esp || flows.kind(flow) === Kind.udpEncapsulatedEsp)
      yield { spi: flows.selector(flow), rows: [flows.first(flow), flows.last(flow)], isClear: () => isClear(flowCipher(packets, flow)) }
  for (const flow of datagrams.flows.values())
    if (flow.kind === 'esp')
      yield { spi: flow.spi, rows: [flow.packets[0]! - 1, flow.packets.at(-1)! - 1], isClear: () => isClear(datagrams.cipher(flow)) }
}

const isClear = ({ cipher }: CipherVerdict) => cipher === 'null' || cipher === 'offloaded'
