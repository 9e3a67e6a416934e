import type { View } from '../views.ts'

/** What a pane is for, said to somebody who sees it for the first time. */
export interface About {
  readonly name: string
  readonly says: readonly string[]
  /** Keys of the pane, and what each does. */
  readonly keys?: readonly (readonly [key: string, does: string])[]
}

/** The panes that can be asked what they are for. */
export type Pane = View | 'inspector' | 'strip' | 'negotiations'

/** In the words of the help, by pane. */
export const panes: Readonly<Record<Pane, About>> = {
  ladder: {
    name: 'Ladder',
    says: [
      'What two hosts said to each other, one message a row, time running down. An arrow leads from sender to receiver; at its side stand the packet’s number and time.',
      'A dotted lifeline is a host from which there is no capture: what became of a message on the way to it, this file cannot know, and a question mark says so.',
      'Green came, amber was sent again, red was lost, violet was refused or refuses. The shapes of the arrow heads say the same.',
    ],
    keys: [
      ['↑ ↓', 'message by message'],
      ['F', 'the next finding'],
      ['T', 'other times'],
    ],
  },
  both: {
    name: 'Both ends',
    says: [
      'The captures of both hosts in one ladder, on one clock. Each message is drawn once: where it left and where it arrived.',
      'A cross in the network is a message that left one host and never came to the other. Both files prove that, neither could alone.',
      'Below an arrow, where it arrived, stands how long it was on the way; where the clocks do not agree well enough to tell, only what it stayed below: < 2 ms.',
      'Click the left half of a row for the packet as A has it, the right half for B.',
    ],
    keys: [
      ['D', 'what differs between the packet at A and at B'],
      ['3', 'the same side by side'],
    ],
  },
  side: {
    name: 'Side by side',
    says: [
      'Left, the ladder as A alone would tell it; right, as B alone would. Rows of one height are the same message.',
      'A hole is what this end does not have. So one sees how each side came to believe what it believes.',
      'Between them runs the one clock; below a time stands what happened on the way: a cross for what was lost, or how long it took, where that is well above the error of the clocks.',
    ],
    keys: [['2', 'both ends in one ladder']],
  },
  monitor: {
    name: 'Monitor',
    says: [
      'The security associations of one moment, as the host’s own monitor would have listed them: who with whom, which algorithms, which SPIs, how much traffic.',
      'Below them the events that a host would have logged by then if it is Windows. Move the slider or choose something in the strip.',
    ],
    keys: [['Page ↓', 'the next change']],
  },
  packets: {
    name: 'Packets',
    says: [
      'Every record of the file, one a line, in the order in which it was captured. Coloured bars mark those that the chosen finding rests on.',
      'With two captures a column says which packet of the other one it is, or that it was lost on the way. It is empty where that is not certain: of other hosts, or from when the other capture did not run.',
    ],
    keys: [
      ['G', 'to a packet by its number'],
      ['/', 'search, and show only what was found'],
    ],
  },
  baseline: {
    name: 'Baseline',
    says: [
      'One application’s conversation without IPsec beside the same with it: turn by turn, what IPsec added in time and in bytes.',
      'What the server itself took longer is told apart, as far as the packets allow.',
    ],
  },
  inspector: {
    name: 'Inspector',
    says: [
      'What is chosen: what the message is for, its fields, its bytes. A field lights its bytes and a byte its field.',
      'A message that came in pieces shows itself put together, and each piece as it was captured. Hatched bytes are not in the file.',
    ],
    keys: [
      ['Enter', 'from the ladder into the fields'],
      ['C', 'copy a field’s value'],
      ['Esc', 'back'],
    ],
  },
  strip: {
    name: 'Strip',
    says: [
      'The whole capture in one line. Draw across a part of it and the ladder shows only that part; the handles at its edges widen or narrow it.',
      'Green bars are packets of an SPI, grey ones packets that the two hosts exchanged in the clear; the higher, the more. What a host shows of protected packets once more, decrypted, is not among them.',
      'The thin line below marks what the ladder shows at the moment.',
    ],
    keys: [['← →', 'move a handle that has the focus']],
  },
  negotiations: {
    name: 'Negotiations',
    says: [
      'All negotiations, by the two hosts they were between. The sign tells how each ended, the dots how far it came: full for a message that came, a question mark for one that was asked into silence, a circle for one that never came.',
    ],
    keys: [['[ ]', 'the negotiation before, the next']],
  },
}
