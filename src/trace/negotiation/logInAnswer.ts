import type { Message } from '../model.ts'
import { payloadOf } from './header.ts'

/** What a message says about the user's log-in, where keys have opened it: XAUTH-STATUS (draft-beaulieu-ike-xauth-02 §3.3), or EAP
 *  Success and Failure (RFC 3748 §4.2). */
export function logInAnswer({ ike }: Message): 'let in' | 'refused' | undefined {
  const eap = payloadOf(ike, 'eap')
  if (eap?.code === EAP_SUCCESS) return 'let in'
  if (eap?.code === EAP_FAILURE) return 'refused'
  const config = payloadOf(ike, 'config')
  // Whoever acknowledges the status names it without a value.
  const status = config?.configType === SET ? config.attributes.find(({ type }) => type === XAUTH_STATUS) : undefined
  return status && (status.value === XAUTH_FAIL ? 'refused' : 'let in')
}

/** The user that a log-in by XAUTH was for, where keys have opened it. draft-beaulieu-ike-xauth-02 §4.2. */
export function logInUser(messages: readonly Message[]): string | undefined {
  const attributes = messages.flatMap(({ ike }) => payloadOf(ike, 'config')?.attributes ?? [])
  return attributes.findLast(({ type, meaning }) => type === XAUTH_USER_NAME && meaning)?.meaning
}

const EAP_SUCCESS = 3
const EAP_FAILURE = 4
const SET = 3
const XAUTH_USER_NAME = 16521
const XAUTH_STATUS = 16527
const XAUTH_FAIL = 0
