/** A path through one or two captures, as a trainer writes it in YAML (docs/writing-lessons.md). Packets count from 1. */
export interface Lesson {
  /** What it was, said to whoever has found it. */
  readonly title: string
  /** What somebody would say who calls for help: it stands in place of a title that gives the answer away, until the lesson is done. */
  readonly symptom?: string
  /** Row of the scenario table, `F1`. */
  readonly scenario: string
  /** What the learner is told before the first step. */
  readonly about?: string
  /** Paths as the lesson names them, seen from the folder it lies in: A, and perhaps B. */
  readonly captures: readonly string[]
  readonly keys: readonly string[]
  readonly steps: readonly Step[]
  /** Line of the lesson at which its captures are named, from 1. */
  readonly line: number
}

/** What the page can show a capture as, or both. */
export type View = 'ladder' | 'both' | 'side' | 'monitor' | 'packets'
/** All of them, as a lesson may name them. */
export const views: readonly View[] = ['ladder', 'both', 'side', 'monitor', 'packets']

/** One stop on that path: a text, and perhaps a question. Lines count from 1. */
export interface Step {
  readonly line: number
  readonly text: string
  readonly look?: Look
  readonly question?: Question
  /** Rule of a finding that the tool shows once this step is done, `fragments-lost`. */
  readonly finding?: string
}

/** What the learner is shown while the step is read. */
export interface Look {
  readonly line: number
  readonly view?: View
  readonly packet?: PacketName
  /** Name of a message, `MM5`: the first one that is called so. */
  readonly row?: string
  /** Path of a field in the packet, `ISAKMP Header/Exchange Type`. */
  readonly field?: string
}

/** A packet of A (0) or B (1). */
export interface PacketName {
  readonly trace: 0 | 1
  readonly packet: number
}

interface Asked {
  readonly line: number
  readonly asks: string
  /** Given one after the other when asked for. */
  readonly hints: readonly string[]
  /** What is to be said once the answer is there. */
  readonly reveal: string
}

/** One of several options is right. */
export interface Choice extends Asked {
  readonly kind: 'choose'
  readonly options: readonly Option[]
  /** Place of the right one, from 0. */
  readonly answer: number
}

/** One of the answers to choose from. */
export interface Option {
  readonly text: string
  /** What is said to somebody who chose it. */
  readonly reply?: string
}

/** Packets are selected: any one of those named, or all of them and no other. */
export interface Selecting extends Asked {
  readonly kind: 'select'
  readonly all: boolean
  readonly answer: readonly PacketName[]
}

/** A number is given. */
export interface Counting extends Asked {
  readonly kind: 'number'
  /** What is counted: `copies`, `seconds`; or which number is asked for: `(the port)`. */
  readonly unit: string
  /** Things are counted, something is measured, or a number is read that stands for something. */
  readonly tells: 'how many' | 'how much' | 'which'
  readonly answer: number
  /** So far off is still right. */
  readonly within: number
}

/** What a step asks, of one of three kinds. */
export type Question = Choice | Selecting | Counting

/** Something that is wrong with a lesson, and the line where it stands (from 1). */
export interface Mistake {
  readonly line: number
  readonly says: string
}
