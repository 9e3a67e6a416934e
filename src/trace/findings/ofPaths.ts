import { addressMoved } from './addressMoved.ts'
import { ahThroughNat } from './ahThroughNat.ts'
import { captureDropped } from './captureDropped.ts'
import { capturedTwice } from './capturedTwice.ts'
import { captureEndsEarly } from './captureEndsEarly.ts'
import { captureFilter } from './captureFilter.ts'
import { captureStartsLate } from './captureStartsLate.ts'
import { captureTruncated } from './captureTruncated.ts'
import { clockStep } from './clockStep.ts'
import type { Rule } from './finding.ts'
import { fragmentFiltered } from './fragmentFiltered.ts'
import { fragmentMismatch } from './fragmentMismatch.ts'
import { fragmentOverlap } from './fragmentOverlap.ts'
import { fragmentsLost } from './fragmentsLost.ts'
import { fragmentsUnanswered } from './fragmentsUnanswered.ts'
import { hostFragmentsProtectedPackets } from './hostFragmentsProtectedPackets.ts'
import { ikeFragmentation } from './ikeFragmentation.ts'
import { mssIgnoresIpsec } from './mssIgnoresIpsec.ts'
import { natDetected } from './natDetected.ts'
import { natMappingChanged } from './natMappingChanged.ts'
import { natMappingExpired } from './natMappingExpired.ts'
import { natMappingSilent } from './natMappingSilent.ts'
import { natTTimeouts } from './natTTimeouts.ts'
import { offloadArtifacts } from './offloadArtifacts.ts'
import { pmtuBlackHole } from './pmtuBlackHole.ts'
import { pmtuIgnored } from './pmtuIgnored.ts'
import { pmtuReported } from './pmtuReported.ts'
import { udp4500Blocked } from './udp4500Blocked.ts'

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
  natMappingSilent,
  addressMoved,
  fragmentsUnanswered,
  fragmentOverlap,
  captureFilter,
  captureTruncated,
  captureDropped,
  capturedTwice,
  captureStartsLate,
  captureEndsEarly,
  offloadArtifacts,
  clockStep,
]
