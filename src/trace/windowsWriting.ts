import type { Course } from './negotiation/course.ts'
import type * as Report from './report.ts'
import { type Generation, type Happening, windowsEventNumbers } from './windowsEventNumbers.ts'

/** An event before it has a number and a place in the report. */
export type Event = Omit<Report.ExpectedEvent, 'trace' | 'event' | 'negotiation' | 'windows'> & {
  readonly what: Happening
  readonly course?: Course
  /** Who let the negotiation fail. */
  readonly failurePoint?: 'own' | 'peer'
  /** How far it had come, as Windows Server 2003 says it. */
  readonly state?: string
}

/** Its number and words as one generation of Windows writes them. */
export function written(event: Event, generation: Generation): Pick<Report.ExpectedEvent, 'event' | 'says' | 'confidence'> {
  const { what, confidence, course, failurePoint, state } = event
  const where = failurePoint && `Failure point: ${failurePoints[generation][failurePoint]}`
  const says = [event.says, where, generation === 'until2003' ? state : undefined].filter(part => part).join('. ')
  const { [generation]: number, withCertificate } = windowsEventNumbers[what]
  if (generation === 'until2003' || !withCertificate || !course) return { event: number, says, confidence }
  const certificate = usedCertificate(course)
  if (certificate !== undefined) return { event: certificate ? withCertificate : number, says, confidence }
  return {
    event: number,
    says: `${says} (${withCertificate} if with a certificate)`,
    confidence: confidence === 'certain' ? 'likely' : confidence,
  }
}

const failurePoints: Readonly<Record<Generation, Readonly<Record<'own' | 'peer', string>>>> = {
  until2003: { own: 'Me', peer: 'Peer' },
  sinceVista: { own: 'Local computer', peer: 'Remote computer' },
}

/** Whether a certificate was to prove who a peer is; undefined: nothing readable says it. Certificates come in what is encrypted. */
export function usedCertificate({ authentication, negotiation }: Course): boolean | undefined {
  if (!negotiation.messages.some(message => message.ike.encrypted)) return false
  return authentication === null ? undefined : /signature|certificate|ECDSA/i.test(authentication)
}
