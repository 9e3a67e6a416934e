import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import {
  AUTHIP_NOTIFY_STATUS,
  Exchanges,
  errorNotify,
  isAuth,
  isPhase1,
  MS_NOTIFY_STATUS,
  readableError,
} from '../../negotiation/header.ts'

// What a refusal that can be read says: a notify of the RFCs, or Windows' own error code inside a NOTIFY_STATUS, which tells
// the same more exactly. [MS-IKEE] §2.2.6, §2.2.7; the codes are those of winerror.h.

/** What each kind of refusal is said with, as `Refused`. RFC 2408 §3.14.1, RFC 7296 §3.10.1, winerror.h. */
export const Refusals = {
  authentication: { v1: [23, 24, 25], v2: [24], windows: [13801, 13806, 13818, 13819, 13820, 13826, 13827, 13847, 13867, 13870] },
  proposal: { v1: [14], v2: [14], windows: [13802, 13868] },
  identity: { v1: [18], v2: [], windows: [13869] },
  selectors: { v1: [18], v2: [38], windows: [13868] },
  mode: { v1: [7, 29], v2: [], windows: [] },
  version: { v1: [5, 6], v2: [5], windows: [] },
  form: { v1: [1, 8, 9, 10, 12, 13, 15, 16, 17, 30], v2: [1, 7, 9], windows: [13824, 13843] },
  lostState: { v1: [4, 11], v2: [4, 11], windows: [13846, 13886] },
} as const

/** Notifies of either version, and Windows' codes, that refuse one thing. */
export interface Refused {
  readonly v1: readonly number[]
  readonly v2: readonly number[]
  readonly windows: readonly number[]
}

/** Whether a message refuses that, in the clear or as keys show. RFC 2408 §3.14.1, RFC 7296 §3.10.1. */
export function refuses({ ike }: Message, what: Refused): boolean {
  const notify = readableError(ike)
  if (!notify) return false
  const types = ike.majorVersion === 2 ? what.v2 : what.v1
  const code = windowsCode(notify)
  return types.includes(notify.notifyType) || (code !== undefined && what.windows.includes(code))
}

/** The first message of a negotiation that refuses that, and is not outweighed by what followed. */
export function refusalIn(course: Course, what: Refused): Message | undefined {
  return course.notices.find(m => refuses(m, what) && !isOutweighed(course, m))
}

/** A refusal in the clear can come from anybody; where the two went on setting up the IKE SA it was not obeyed. */
function isOutweighed({ exchanges }: Course, refusal: Message): boolean {
  if (refusal.ike.encrypted) return false
  const { time } = firstSighting(refusal)
  const setUp = exchanges.filter(e => isPhase1(e.exchangeType) || e.exchangeType === Exchanges.ikeSaInit || isAuth(e.exchangeType))
  return setUp.some(e => e.messages.some(m => firstSighting(m.message).time > time && !errorNotify(m.message.ike)))
}

/** How a refusal could be read. */
export function howRead({ ike }: Message, place = ''): string {
  return ike.decrypted ? 'The refusal was encrypted; the keys that were given open it.' : `The refusal stands in the clear${place}.`
}

/** How the refusal names itself: `AUTHENTICATION-FAILED`, `Windows error 13801`. */
export function refusalName({ ike }: Pick<Message, 'ike'>): string {
  const notify = readableError(ike)
  if (!notify) return 'a notify'
  const code = windowsCode(notify)
  return code === undefined ? (notify.symbol ?? `notify ${notify.notifyType}`) : `Windows error ${code}`
}

/** Windows' error number in a NOTIFY_STATUS. */
export function windowsCode({ notifyType, data }: { readonly notifyType: number; readonly data: Uint8Array }): number | undefined {
  const isStatus = notifyType === MS_NOTIFY_STATUS || notifyType === MS_NOTIFY_STATUS_V2 || notifyType === AUTHIP_NOTIFY_STATUS
  if (!isStatus || data.length < 4) return undefined
  return ((data[0]! << 24) | (data[1]! << 16) | (data[2]! << 8) | data[3]!) >>> 0
}

const MS_NOTIFY_STATUS_V2 = 12345
