import type { ClockSet } from '../../packets/clockSet.ts'
import type { Packets } from '../../packets/packets.ts'
import { type Found, inWords, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'

/** K7: the clock of the capturing machine was set back. Times around it cannot be trusted. */
export const clockStep: Rule = { id: 'clock-step', scenario: 'K7', find }

function find({ trace: { packets }, about }: Scene): Found[] {
  const [set] = packets.clockSets
  const steps = packets.stepsBack
  const [first] = steps
  if (set) return [known(set, packets.clockSets)]
  if (packets.byTime) return [outOfOrder(packets, about.orderUnknown === true)]
  if (!first) return []
  const back = packets.time(first - 1) - packets.time(first)
  return [
    {
      severity: 'note',
      title: 'The clock of this capture runs backwards',
      says: `Packet ${first + 1} is ${inWords(back)} older than the one before it${steps.length > 1 ? `, and so at ${steps.length - 1} more ${steps.length === 2 ? 'place' : 'places'}` : ''}. Distances in time across it mean nothing.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['Packets are written in the order in which they come.'],
      evidence: packetsAsEvidence(steps.flatMap(row => [row, row + 1])),
      otherwise: ['The file was joined from several captures.', 'The clock was set while the capture ran.'],
      tryNext: steps.length > 1 ? ['Sort the file by time (reordercap) if it was joined from several.'] : [],
      inBrief: 'the clock of this capture runs backwards',
    },
  ]
}

/** With another capture, whose clock did not move. */
function known({ row, back, seconds }: ClockSet, all: readonly ClockSet[]): Found {
  const more = all.length - 1
  return {
    severity: 'note',
    title: 'The clock of this capture was set back',
    says: `Packet ${row + 1} is ${inWords(back)} older than the one before it: the clock was set back by ${inWords(seconds)} there${more ? `, and at ${more} more ${more === 1 ? 'place' : 'places'}` : ''}. Times from there on are told as if it had run on.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: null,
    because: ['The other capture has the same packets in the same order, and its clock ran on.'],
    evidence: packetsAsEvidence(all.flatMap(one => [one.row, one.row + 1])),
    otherwise: [],
    tryNext: [],
    inBrief: 'the clock of this capture was set back',
  }
}

/** The file's own order is not that of the capture, as `outOfOrder.ts` has found, or the file has lost what gives it. */
function outOfOrder({ backwards, stepsBack: [first], length }: Packets, isLost: boolean): Found {
  return {
    severity: 'note',
    title: 'The packets of this file do not stand in the order of their times',
    says: `Among its ${length} packets the times fall ${times(backwards)}${first === undefined ? '' : `, first at packet ${first + 1}`}. They are told here in the order of their times; their numbers are those of the file.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: null,
    because: [
      isLost
        ? 'The part of the file that gives their order is missing.'
        : 'By their times answers follow what they answer, and sequence numbers rise; by their places in the file they do not.',
    ],
    evidence: first === undefined ? [] : packetsAsEvidence([first, first + 1]),
    otherwise: isLost
      ? ['The clock was set while the capture ran.']
      : ['Several captures were joined whose clocks differ: then times tell the order of each alone.'],
    tryNext: ['Sort the file by time (reordercap) where another program is to read it.'],
    inBrief: 'the packets of this file do not stand in the order of their times',
  }
}
