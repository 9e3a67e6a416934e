// What a Windows host logs, by what happened. Windows 2000 to Server 2003 number it as KB 299475 lists it, the security log from
// 541 on, the system log from 4268 on. Vista and later have it all in the security log, and tell by the number whether a
// certificate proved who the peers are, too: auditing subcategories IPsec Main Mode, Quick Mode, Extended Mode and Driver.

/** Releases of Windows by the numbers that they give to events. */
export type Generation = 'until2003' | 'sinceVista'

interface Numbers extends Readonly<Record<Generation, number>> {
  /** Since Vista, where a certificate was used. */
  readonly withCertificate?: number
}

/** What can happen on a host that it writes an event for. */
export type Happening =
  | 'main mode established'
  | 'extended mode established'
  | 'main mode ended'
  | 'quick mode established'
  | 'quick mode ended'
  | 'certificate refused'
  | 'authentication failed'
  | 'proposal refused'
  | 'main mode failed'
  | 'quick mode failed'
  | 'bad SPI'
  | 'clear text'
  | 'integrity check failed'

/** The numbers of each event. */
export const windowsEventNumbers: Readonly<Record<Happening, Numbers>> = {
  'main mode established': { until2003: 541, sinceVista: 4650, withCertificate: 4651 },
  'extended mode established': { until2003: 541, sinceVista: 4979 },
  'main mode ended': { until2003: 543, sinceVista: 4655 },
  'quick mode established': { until2003: 541, sinceVista: 5451 },
  'quick mode ended': { until2003: 542, sinceVista: 5452 },
  'certificate refused': { until2003: 544, sinceVista: 4652 },
  'authentication failed': { until2003: 545, sinceVista: 4653, withCertificate: 4652 },
  'proposal refused': { until2003: 546, sinceVista: 4653 },
  'main mode failed': { until2003: 547, sinceVista: 4653, withCertificate: 4652 },
  'quick mode failed': { until2003: 547, sinceVista: 4654 },
  'bad SPI': { until2003: 4268, sinceVista: 4965 },
  'clear text': { until2003: 4284, sinceVista: 4963 },
  'integrity check failed': { until2003: 4285, sinceVista: 4960 },
}

/** Which Windows has such an event. */
export function generationOfEvent(event: number): Generation {
  return UNTIL_2003.has(event) ? 'until2003' : 'sinceVista'
}

const UNTIL_2003: ReadonlySet<number> = new Set(Object.values(windowsEventNumbers).map(one => one.until2003))
