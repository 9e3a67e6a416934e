import { captureDropped } from './capture/captureDropped.ts'
import { capturedTwice } from './capture/capturedTwice.ts'
import { captureEndsEarly } from './capture/captureEndsEarly.ts'
import { captureFilter } from './capture/captureFilter.ts'
import { captureStartsLate } from './capture/captureStartsLate.ts'
import { captureTruncated } from './capture/captureTruncated.ts'
import { clockStep } from './capture/clockStep.ts'
import { offloadArtifacts } from './capture/offloadArtifacts.ts'
import { oneDirection } from './capture/oneDirection.ts'
import type { Rule } from './finding.ts'
import { addressMoved } from './paths/addressMoved.ts'
import { ahThroughNat } from './paths/ahThroughNat.ts'
import { fragmentFiltered } from './paths/fragmentFiltered.ts'
import { fragmentMismatch } from './paths/fragmentMismatch.ts'
import { fragmentOverlap } from './paths/fragmentOverlap.ts'
import { fragmentsLost } from './paths/fragmentsLost.ts'
import { fragmentsUnanswered } from './paths/fragmentsUnanswered.ts'
import { hostFragmentsProtectedPackets } from './paths/hostFragmentsProtectedPackets.ts'
import { ikeFragmentation } from './paths/ikeFragmentation.ts'
import { mssIgnoresIpsec } from './paths/mssIgnoresIpsec.ts'
import { natDetected } from './paths/natDetected.ts'
import { natMappingChanged } from './paths/natMappingChanged.ts'
import { natMappingExpired } from './paths/natMappingExpired.ts'
import { natMappingInside } from './paths/natMappingInside.ts'
import { natMappingSilent } from './paths/natMappingSilent.ts'
import { natTTimeouts } from './paths/natTTimeouts.ts'
import { pmtuBlackHole } from './paths/pmtuBlackHole.ts'
import { pmtuIgnored } from './paths/pmtuIgnored.ts'
import { pmtuReported } from './paths/pmtuReported.ts'
import { udp4500Blocked } from './paths/udp4500Blocked.ts'

// Rules about the way between the hosts: fragments, path MTU, NAT, and the capture itself.

/** What the way does to packets, as far as it is a cause. */
export const causesOnPaths: readonly Rule[] = [
  fragmentFiltered,
  fragmentsLost,
  fragmentMismatch,
  ahThroughNat,
  natMappingExpired,
  udp4500Blocked,
  pmtuIgnored,
  pmtuBlackHole,
  mssIgnoresIpsec,
]

/** What is worth knowing, and what the capture left out or made up. */
export const notesOnPaths: readonly Rule[] = [
  pmtuReported,
  hostFragmentsProtectedPackets,
  natTTimeouts,
  ikeFragmentation,
  natDetected,
  natMappingChanged,
  natMappingInside,
  natMappingSilent,
  addressMoved,
  fragmentsUnanswered,
  fragmentOverlap,
  captureFilter,
  oneDirection,
  captureTruncated,
  captureDropped,
  capturedTwice,
  captureStartsLate,
  captureEndsEarly,
  offloadArtifacts,
  clockStep,
]
