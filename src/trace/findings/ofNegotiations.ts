import type { Rule } from './finding.ts'
import { answerIgnored } from './negotiations/answerIgnored.ts'
import { authenticationFailed } from './negotiations/authenticationFailed.ts'
import { certificateNotValid } from './negotiations/certificateNotValid.ts'
import { childSaRefused } from './negotiations/childSaRefused.ts'
import { cookieNotSent } from './negotiations/cookieNotSent.ts'
import { credentialsRefused } from './negotiations/credentialsRefused.ts'
import { deadPeer } from './negotiations/deadPeer.ts'
import { endedAtOnce } from './negotiations/endedAtOnce.ts'
import { fallsBackToClear } from './negotiations/fallsBackToClear.ts'
import { groupNotTaken } from './negotiations/groupNotTaken.ts'
import { identityRefused } from './negotiations/identityRefused.ts'
import { ikeFromFallbackAddress } from './negotiations/ikeFromFallbackAddress.ts'
import { ikeLoss } from './negotiations/ikeLoss.ts'
import { ikeToExemptHost } from './negotiations/ikeToExemptHost.ts'
import { kerberosError } from './negotiations/kerberosError.ts'
import { kerberosUnreachable } from './negotiations/kerberosUnreachable.ts'
import { malformedAnswer } from './negotiations/malformedAnswer.ts'
import { malformedHeader } from './negotiations/malformedHeader.ts'
import { malformedMessage } from './negotiations/malformedMessage.ts'
import { modeRefused } from './negotiations/modeRefused.ts'
import { noAnswer } from './negotiations/noAnswer.ts'
import { oneSidedNegotiation } from './negotiations/oneSidedNegotiation.ts'
import { oneWayInitiation } from './negotiations/oneWayInitiation.ts'
import { onlyProbed } from './negotiations/onlyProbed.ts'
import { peerRestarted } from './negotiations/peerRestarted.ts'
import { pfsMismatch } from './negotiations/pfsMismatch.ts'
import { proposalMismatch } from './negotiations/proposalMismatch.ts'
import { refusedOtherwise } from './negotiations/refusedOtherwise.ts'
import { rekeyCollision } from './negotiations/rekeyCollision.ts'
import { rekeyFailed } from './negotiations/rekeyFailed.ts'
import { resendsLastGoodMessage } from './negotiations/resendsLastGoodMessage.ts'
import { selectorsNarrowed } from './negotiations/selectorsNarrowed.ts'
import { selectorsRefused } from './negotiations/selectorsRefused.ts'
import { sharedIdentity } from './negotiations/sharedIdentity.ts'
import { simultaneousNegotiation } from './negotiations/simultaneousNegotiation.ts'
import { versionMismatch } from './negotiations/versionMismatch.ts'

/** Rules about the negotiation itself, in reading order: what is said in the clear, what place and size tell, what silence
 *  tells, and what is worth a note. */
export const ofNegotiations: readonly Rule[] = [
  selectorsRefused,
  versionMismatch,
  modeRefused,
  proposalMismatch,
  kerberosUnreachable,
  kerberosError,
  certificateNotValid,
  credentialsRefused,
  authenticationFailed,
  identityRefused,
  malformedMessage,
  malformedAnswer,
  malformedHeader,
  refusedOtherwise,
  endedAtOnce,
  pfsMismatch,
  rekeyFailed,
  childSaRefused,
  selectorsNarrowed,
  sharedIdentity,
  deadPeer,
  groupNotTaken,
  cookieNotSent,
  answerIgnored,
  noAnswer,
  resendsLastGoodMessage,
  fallsBackToClear,
  oneWayInitiation,
  ikeToExemptHost,
  ikeFromFallbackAddress,
  peerRestarted,
  onlyProbed,
  oneSidedNegotiation,
  simultaneousNegotiation,
  rekeyCollision,
  ikeLoss,
]
