import type * as Report from '../report.ts'
import type { PathMtu } from './pathMtu.ts'

/** One direction between two hosts for the report. */
export function pathReport({ source, destination, steps, ...sizes }: PathMtu, trace: 0 | 1): Report.Path {
  return { trace, from: source, to: destination, steps: steps.map(({ from, ...step }) => ({ ...step, router: from })), ...sizes }
}
