import type { Found } from '../../findings/finding.ts'
import { times } from '../../findings/finding.ts'
import { letFragmentsPass } from '../../findings/paths/letFragmentsPass.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { at, cited, endName, jointOf, other, type PairScene } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

// Where the captures show no fragment lost, its receiver may still say with ICMP that it waited in vain: what it lacks was
// taken away behind its capture, or the captures do not say.

/**
 * What a receiver says of the fragments of those on whose way the captures show no loss.
 * @param alone what rests on its ICMP; @param lossy whose fragments were lost on the way, as the captures show
 * @param filtered told as a pattern of the way, which what is dropped behind a capture is not
 */
export function notTaken(pair: PairScene, alone: readonly Found[], lossy: ReadonlySet<0 | 1>, filtered: boolean): Found[] {
  return ([0, 1, undefined] as const).flatMap(sender => {
    if (sender !== undefined && lossy.has(sender)) return []
    return perNegotiation(
      pair,
      alone.filter(found => senderOf(pair, found) === sender),
    ).flatMap(group => {
      const errors = sender === undefined ? [] : behindCapture(pair, group, other(sender))
      if (sender === undefined || errors.length === 0) return [joined(group)]
      return filtered ? [] : [told(pair, joined(group), sender, errors)]
    })
  })
}

/** Whose fragments are quoted; undefined where that is neither end. */
function senderOf(pair: PairScene, found: Found): 0 | 1 | undefined {
  const { near, far } = pair.lineup.ends
  const trace = found.evidence[0]?.trace ?? 0
  const from = errorsIn(pair, [found], trace)[0]?.quoted?.from
  if (from === undefined) return undefined
  return near[trace].has(from) ? trace : far[trace].has(from) ? other(trace) : undefined
}

function errorsIn({ scenes }: PairScene, group: readonly Found[], trace: 0 | 1): IcmpError[] {
  const packets = new Set(group.flatMap(found => found.evidence.filter(one => one.trace === trace).map(one => one.packet)))
  return scenes[trace].trace.icmpErrors.all.filter(error => packets.has(error.packet))
}

/** Errors that left the receiver itself and quote packets that are whole in its own capture, where all of them do. */
function behindCapture(pair: PairScene, group: readonly Found[], receiver: 0 | 1): IcmpError[] {
  const errors = errorsIn(pair, group, receiver)
  const { datagrams } = pair.scenes[receiver].trace.datagrams.reassembly
  const whole = new Set(datagrams.filter(d => d.complete).map(d => `${d.source} ${d.identification}`))
  const near = pair.lineup.ends.near[receiver]
  return errors.every(({ from, quoted }) => near.has(from) && whole.has(`${quoted?.from} ${quoted?.identification}`)) ? errors : []
}

function told(pair: PairScene, found: Found, sender: 0 | 1, errors: readonly IcmpError[]): Found {
  const receiver = other(sender)
  const [from, to] = [endName(pair, sender), endName(pair, receiver)]
  return {
    ...found,
    title: `Fragments from ${from} are dropped at ${to}`,
    says: `All fragments of ${errors.length === 1 ? 'a packet' : `${errors.length} packets`} from ${from} are in the capture at ${to}, and ${to} said ${times(errors.length)} with ICMP "fragment reassembly time exceeded" that it held the first one and waited in vain for the rest. They are dropped behind the capture.`,
    confidence: 'certain',
    place: at(receiver),
    because: ['A host sends this message only when the first fragment came and others did not.', `The capture at ${to} shows it leaving.`],
    evidence: [
      ...found.evidence.slice(0, 12),
      ...cited(
        receiver,
        errors.map(error => error.packet - 1),
        4,
      ),
    ].filter((one, i, all) => all.findIndex(other => other.trace === one.trace && other.packet === one.packet) === i),
    otherwise: [`${to} has no room left to put packets together.`],
    tryNext: [letFragmentsPass(`Let the firewall of ${to} pass IP fragments`, jointOf(pair, found)?.course)],
  }
}
