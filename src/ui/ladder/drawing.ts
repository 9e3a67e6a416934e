import type { TimeFormat } from '../time.ts'
import type { Measure } from './label.ts'
import type { Geometry } from './layout.ts'
import type { Side } from './row.ts'

/** What every mark of the ladder needs to know to draw itself. Marks draw in px, from the top of their own row. */
export interface Drawing {
  readonly g: Geometry
  readonly measure: Measure
  /** At which lifeline the capture was taken; undefined: nothing tells. What lies beyond the network was then inferred. */
  readonly near?: Side
  /** Captured at both ends, A left: each lifeline has its own gutter, and nothing is inferred. */
  readonly both?: boolean
  /** With both ends: what a capture from a router between them says of a packet. */
  readonly between?: (trace: 0 | 1, packet: number) => AtRouter
  /** One half of two ladders side by side: this trace's, its packet numbers at the outer lifeline, its times elsewhere. */
  readonly half?: 0 | 1
  /** Drawn for programs whose letters may have other widths: a text that others stand behind keeps the width it was measured with. */
  readonly pinned?: boolean
  readonly times: TimeFormat
  /** The time furthest from 0, in seconds: a day and more takes more room. */
  readonly furthest?: number
  readonly start: string | null
}

/** A packet as the router between the ends has it. */
export interface AtRouter {
  /** Its number there. */
  readonly packet?: number
  /** It was lost before it came there, or behind it. */
  readonly lost?: 'before' | 'behind'
}

/** Ways an arrow or its head is drawn: the four meanings, ICMP's neutral ink, context. */
export type Tone = 'fine' | 'ag' | 'lo' | 're' | 'ink' | 'ctx'

/** Class of a line in a tone. */
export function toned(base: string, tone: Tone): string {
  return tone === 'fine' ? base : `${base} ${tone}`
}

/** 1 towards the right, -1 towards the left, for an arrow that starts at a side. */
export function heading(from: Side): 1 | -1 {
  return from === 'left' ? 1 : -1
}

/** Keeps a text as wide as it was measured, where that has to be; with its letters, for a halo would else hide parts of them. */
export function pin({ pinned }: Drawing, width: number): { textLength?: number; lengthAdjust?: 'spacingAndGlyphs' } {
  return pinned ? { textLength: width, lengthAdjust: 'spacingAndGlyphs' } : {}
}
