import type { Field } from '../../../src/dissectors/field.ts'
import type { IkeMessage } from '../../../src/dissectors/ike/facts.ts'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { ipProtocol } from '../../../src/dissectors/network/protocols.ts'
import { isFragment, Reassembly } from '../../../src/dissectors/network/reassembly.ts'
import { dissect, type Packet, packet } from '../../../src/dissectors/packet.ts'
import { told } from '../capture/collect.ts'
import { onDisk } from '../recordings/index.ts'

/** A packet that brought an IKE message to its end, with the tree it stands in. */
export interface Brought {
  readonly number: number
  readonly message: IkeMessage
  readonly tree: Field
  readonly from: string
}

/**
 * Every IKE message of a capture, those in IP fragments with the packet that completed them.
 * @param pieces takes the numbers of first fragments whose datagram was not whole
 */
export async function ikeMessages(path: string, pieces?: Set<number>): Promise<Brought[]> {
  const { records } = await told(onDisk(path))
  const datagrams = new Reassembly()
  return records.flatMap(record => {
    const outer = packet(record.data, record.original, record.linkType)
    const ip = layerOf(outer.layers, 'ip')
    let whole: Packet = outer
    if (ip && isFragment(ip)) {
      const datagram = datagrams.add(ip, record.data, record.number, record.seconds)
      if (!datagram.bytes) {
        if (ip.fragmentOffset === 0) pieces?.add(record.number)
        return []
      }
      whole = dissect(datagram.bytes, datagram.bytes.length, ipProtocol(ip.protocol))
    }
    const ike = layerOf(whole.layers, 'ike')
    return ike ? [{ number: record.number, message: ike.message, tree: whole.tree, from: `${ip?.source}` }] : []
  })
}
