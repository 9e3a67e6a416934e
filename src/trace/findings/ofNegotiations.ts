import { answerIgnored } from './answerIgnored.ts'
import { authenticationFailed } from './authenticationFailed.ts'
import { childSaRefused } from './childSaRefused.ts'
import { credentialsRefused } from './credentialsRefused.ts'
import { deadPeer } from './deadPeer.ts'
import { fallsBackToClear } from './fallsBackToClear.ts'
import type { Rule } from './finding.ts'
import { identityRefused } from './identityRefused.ts'
import { ikeFromFallbackAddress } from './ikeFromFallbackAddress.ts'
import { ikeLoss } from './ikeLoss.ts'
import { ikeToExemptHost } from './ikeToExemptHost.ts'
import { kerberosError } from './kerberosError.ts'
import { kerberosUnreachable } from './kerberosUnreachable.ts'
import { malformedAnswer } from './malformedAnswer.ts'
import { malformedMessage } from './malformedMessage.ts'
import { modeRefused } from './modeRefused.ts'
import { noAnswer } from './noAnswer.ts'
import { oneSidedNegotiation } from './oneSidedNegotiation.ts'
import { oneWayInitiation } from './oneWayInitiation.ts'
import { onlyProbed } from './onlyProbed.ts'
import { peerRestarted } from './peerRestarted.ts'
import { proposalMismatch } from './proposalMismatch.ts'
import { refusedOtherwise } from './refusedOtherwise.ts'
import { rekeyCollision } from './rekeyCollision.ts'
import { rekeyFailed } from './rekeyFailed.ts'
import { resendsLastGoodMessage } from './resendsLastGoodMessage.ts'
import { selectorsRefused } from './selectorsRefused.ts'
import { simultaneousNegotiation } from './simultaneousNegotiation.ts'
import { versionMismatch } from './versionMismatch.ts'

/** Rules about the negotiation itself, in reading order: what is said in the clear, what place and size tell, what silence
 *  tells, and what is worth a note. */
export const ofNegotiations: readonly Rule[] = [
  selectorsRefused,
  versionMismatch,
  modeRefused,
  proposalMismatch,
  kerberosUnreachable,
  kerberosError,
  credentialsRefused,
  authenticationFailed,
  identityRefused,
  malformedMessage,
  malformedAnswer,
  refusedOtherwise,
  rekeyFailed,
  childSaRefused,
  deadPeer,
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
