import type { IkeMessage } from '../../dissectors/ike/facts.ts'
import { type Endpoint, firstSighting, type Message, type Negotiation, type Sighting } from '../model.ts'
import { Contents, type Copy, isHardlyMore } from './content.ts'
import { isFirstMessage } from './header.ts'
import { isInOtherFamily, Negotiations, noteEndpoint, settle } from './negotiation.ts'
import { place } from './retransmission.ts'
import { opposite, sideOf } from './sides.ts'

/** Puts every message seen into its negotiation: as a new one, as another sending, or as another capture of one. */
export class Messages {
  readonly negotiations = new Negotiations()
  private readonly contents = new Contents()

  /** Takes a message as it was captured. Returns the message that it is a sighting of. */
  take(ike: IkeMessage, sighting: Sighting): Message {
    const copy = this.copyOf(ike, sighting)
    if (copy) {
      this.sendAgain(copy.message, sighting, copy.differs)
      if (sighting.complete && copy.message.ike.bytes.length < ike.bytes.length) copy.message.ike = ike
      return copy.message
    }
    const message = this.open(ike, sighting)
    this.contents.add(message)
    return message
  }

  /** Opens a message whose content is not known yet: the first of its IKE fragments came. */
  open(ike: IkeMessage, sighting: Sighting): Message {
    const { source, destination } = sighting
    let negotiation = this.negotiations.find(ike, source, destination)
    const opened = !negotiation
    negotiation ??= this.negotiations.open(ike)
    const side = sideOf(negotiation, ike, source, destination)
    const opensLate = !opened && negotiation.joined && isFirstMessage(ike)
    settle(negotiation, ike)
    if (opened) negotiation.before = this.negotiations.follow(negotiation, ike, source.address, destination.address)
    const message: Message = { negotiation, side, ike, transmissions: [{ sightings: [sighting] }], first: sighting }
    // What comes behind its answer is a copy of the first message.
    if (opensLate) negotiation.messages.unshift(message)
    else negotiation.messages.push(message)
    noteEnds(message, sighting)
    return message
  }

  /** Takes another sighting of a known message. */
  sendAgain(message: Message, sighting: Sighting, differs: number): void {
    place(message, sighting, differs)
    noteEnds(message, sighting)
  }

  /** More of a sighting has come: fragments brought `packets`, and `ike` is what can be read of the message now. */
  grow(message: Message, sighting: Sighting, packets: readonly number[], time: number, ike?: IkeMessage): void {
    sighting.packets.push(...packets)
    sighting.lastTime = time
    if (ike) {
      if (ike.bytes.length > message.ike.bytes.length) message.ike = ike
      sighting.complete = ike.bytes.length >= ike.length
      sighting.lacksFragments = false
    }
    message.negotiation.revision++
  }

  /**
   * The content of a message that came in IKE fragments is known now. It becomes that message, or, when the same content
   * was seen before, its sightings go there. Returns the message that has them.
   */
  reveal(message: Message, ike: IkeMessage, sighting: Sighting): Message {
    const { negotiation } = message
    negotiation.revision++
    const copy = this.copyOf(ike, sighting)
    if (!copy || copy.message === message) {
      message.ike = ike
      if (!copy) this.contents.add(message)
      return message
    }
    const at = negotiation.messages.lastIndexOf(message)
    if (at >= 0) negotiation.messages.splice(at, 1)
    for (const { sightings } of message.transmissions) for (const one of sightings) place(copy.message, one)
    copy.message.negotiation.revision++
    return copy.message
  }

  private copyOf(ike: IkeMessage, sighting: Sighting): Copy | undefined {
    const { source, destination } = sighting
    return this.contents
      .find(ike)
      .find(
        ({ message }) =>
          (meets(message.negotiation, source, destination) || isInOtherFamily(message.negotiation, ike, source)) &&
          !(isHardlyMore(message.ike, ike) && goesBack(sighting, firstSighting(message))),
      )
  }
}

function noteEnds({ negotiation, side }: Message, { source, destination, time, packets }: Sighting): void {
  noteEndpoint(negotiation.endpoints[side], source, true, packets[0]!, time)
  noteEndpoint(negotiation.endpoints[opposite(side)], destination, false, packets[0]!, time)
  negotiation.revision++
}

/** Whether one went the other way: its source is the other's destination, or the reverse, and neither end is the same. */
function goesBack(one: Sighting, other: Sighting): boolean {
  if (isAt(one.source, other.source) || isAt(one.destination, other.destination)) return false
  return isAt(one.source, other.destination) || isAt(one.destination, other.source)
}

function isAt(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address
}

/** One of the two addresses is one of the negotiation's: the same bytes between strangers are another's. */
function meets(negotiation: Negotiation, source: Endpoint, destination: Endpoint): boolean {
  return negotiation.endpoints.some(known => known.some(e => e.address === source.address || e.address === destination.address))
}
