import type { Message } from '../../model.ts'
import { payloadOf } from '../../negotiation/header.ts'

/** What a message says about the user's log-in, where keys have opened it: XAUTH-STATUS (draft-beaulieu-ike-xauth-02 §3.3), or EAP
 *  Success and Failure (RFC 3748 §4.2). */
export function logInAnswer({ ike }: Message): 'let in' | 'refused' | undefined {
  const eap = payloadOf(ike, 'eap')
  if (eap?.code === EAP_SUCCESS) return 'let in'
  if (eap?.code === EAP_FAILURE) return 'refused'
  const status = payloadOf(ike, 'config')?.attributes.find(({ type }) => type === XAUTH_STATUS)
  return status && (status.value === XAUTH_FAIL ? 'refused' : 'let in')
}

const EAP_SUCCESS = 3
const EAP_FAILURE = 4
const XAUTH_STATUS = 16527
const XAUTH_FAIL = 0
