/** Advice to capture elsewhere, and where: with a capture from there it is not given. */
export interface CaptureStep {
  /** An address, or OTHER_END. */
  readonly captureAt: string
  readonly says: string
}

/** What is to be tried next. */
export type Step = string | CaptureStep

/** In place of an address: the end at which this capture was not taken, whichever it is. */
export const OTHER_END = 'the other end'

/** `Capture at 198.51.100.20 as well: it shows whether MM1 arrives.` @param host where @param why goes on behind it */
export function captureAt(host: string, why: string): CaptureStep {
  return { captureAt: host, says: `Capture at ${host}${why}` }
}

/** Of a host that a NAT stands before, its own place is meant, not the NAT's. @param translated addresses that a NAT put in place of others */
export function behindNats(step: Step, translated: ReadonlySet<string>): Step {
  if (typeof step === 'string' || !translated.has(step.captureAt)) return step
  return { ...step, says: step.says.replace(`at ${step.captureAt}`, `at the host behind ${step.captureAt}`) }
}

/** A step in words. */
export function stepSays(step: Step): string {
  return typeof step === 'string' ? step : step.says
}

/** The same step in other words. */
export function reworded(step: Step, word: (text: string) => string): Step {
  return typeof step === 'string' ? word(step) : { ...step, says: word(step.says) }
}
