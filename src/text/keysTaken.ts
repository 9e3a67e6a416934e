import { counted } from './figures.ts'

/** Keys that could be read, what they are for and what of it they open. */
export interface KeyCounts {
  readonly keys: number
  /** Encrypted IKE messages. */
  readonly tried: number
  readonly opened: number
  /** ESP SAs, and those of which a packet opens. */
  readonly espTried: number
  readonly espOpened: number
}

/** What became of key files, in one line. @param problems what could not be read, by file and line */
export function keysTaken(counts: KeyCounts, problems: readonly string[]): string {
  const { keys, tried, opened, espTried, espOpened } = counts
  const read =
    problems.length > 0 ? `${problems[0]}${problems.length > 1 ? `, and ${problems.length - 1} more lines that cannot be read` : ''}` : ''
  if (keys === 0) return read || 'There is no key in it.'
  const parts = [
    ...(fitsNothing(counts) ? [FITS_NOTHING] : []),
    ...(opened > 0 ? [`${opened} of ${tried} encrypted IKE messages are open`] : []),
    ...(espOpened > 0 ? [`packets of ${espOpened} of ${counted(espTried, 'ESP SA')} are open`] : []),
    ...unopened(counts),
  ]
  return `${counted(keys, 'key')}: ${parts.join('; ')}.${read ? ` ${read}.` : ''}`
}

/** What did not come of keys. */
export function keysInVain(counts: KeyCounts): string[] {
  return [...(fitsNothing(counts) ? [`of ${counted(counts.keys, 'key')} ${FITS_NOTHING}`] : []), ...unopened(counts)]
}

const FITS_NOTHING = 'none is for an IKE message or an ESP packet that was captured'

function fitsNothing({ keys, tried, espTried }: KeyCounts): boolean {
  return keys > 0 && tried === 0 && espTried === 0
}

function unopened({ tried, opened, espTried, espOpened }: KeyCounts): string[] {
  return [
    ...(tried > 0 && opened === 0 ? [`the keys open none of the ${counted(tried, 'encrypted IKE message')} they are for`] : []),
    ...(espTried > 0 && espOpened === 0 ? [`the keys open no packet of the ${counted(espTried, 'ESP SA')} they are for`] : []),
  ]
}
