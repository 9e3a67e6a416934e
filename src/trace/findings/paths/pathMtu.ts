import type { PathMtu, PathMtuStep } from '../../path/pathMtu.ts'
import { courseBetween, rowsOf } from '../espPairs.ts'
import { idOf, type Scene } from '../finding.ts'

/** Directions of which a router spoke; made-up errors about thousands of hosts are no story. */
export function refusing({ paths }: Scene): PathMtu[] {
  return paths.filter(p => p.steps.length > 0).slice(0, MOST)
}

const MOST = 50

/** Seconds: what was under way, and how long hosts remember a path MTU (RFC 1191 §6.3). */
export const GRACE = 1
const REMEMBERED = 300

/** Whole protected packets of a path that are larger than a router has asked for, some time after it did, and must not be cut. */
export function largerAfter(scene: Scene, { source, destination }: PathMtu, { time, mtu }: PathMtuStep): number[] {
  const { packets } = scene.trace
  const rows: number[] = []
  for (const flow of scene.flows) {
    if (flow.source !== source || flow.destination !== destination || flow.lastTime < time) continue
    for (const row of rowsOf(packets, flow)) {
      const after = packets.time(row) - time
      if (after > GRACE && after < REMEMBERED && packets.ipLength(row) > mtu && packets.dontFragment(row)) rows.push(row)
    }
  }
  return rows
}

/** The negotiation of its two hosts. */
export function negotiationOf(scene: Scene, path: PathMtu): string | null {
  const course = courseBetween(scene, path)
  return course ? idOf(course) : null
}
