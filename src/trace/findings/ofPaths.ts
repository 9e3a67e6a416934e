import { addressMoved } from './addressMoved.ts'
import { ahThroughNat } from './ahThroughNat.ts'
import { capturedTwice, captureTruncated } from './capture.ts'
import { captureDropped } from './captureDropped.ts'
import { captureEndsEarly, captureStartsLate } from './captureEdges.ts'
import { captureFilter } from './captureFilter.ts'
import { clockStep } from './clockStep.ts'
import type { Rule } from './finding.ts'
import { fragmentFiltered } from './fragmentFiltered.ts'
import { fragmentMismatch, fragmentOverlap } from './fragmentOverlaps.ts'
import { fragmentsLost, fragmentsUnanswered } from './fragmentsLost.ts'
import { hostFragmentsProtectedPackets } from './hostFragmentsProtectedPackets.ts'
import { ikeFragmentation } from './ikeFragmentation.ts'
import { mssIgnoresIpsec } from './mssIgnoresIpsec.ts'
import { natDetected } from './natDetected.ts'
import { natMappingChanged } from './natMappingChanged.ts'
import { natMappingExpired } from './natMappingExpired.ts'
import { natMappingSilent } from './natMappingSilent.ts'
import { offloadArtifacts } from './offloadArtifacts.ts'
import { pmtuIgnored, pmtuReported } from './pathMtu.ts'
import { natTTimeouts, pmtuBlackHole } from './pmtuBlackHole.ts'
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
