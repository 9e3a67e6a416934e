import { names } from '../../meaning.ts'

/** Attributes of a group SA's policy. RFC 9838 §4.4.2.2. */
export const groupSaAttribute = names({ 1: 'GSA_KEY_LIFETIME', 2: 'GSA_INITIAL_MESSAGE_ID', 3: 'GSA_NEXT_SPI' })

/** Attributes of the policy for a whole group. RFC 9838 §4.4.3.1. */
export const groupWideAttribute = names({ 1: 'GWP_ATD', 2: 'GWP_DTD', 3: 'GWP_SENDER_ID_BITS' })

/** Attributes of a group key bag, and of a member key bag. RFC 9838 §4.5.2, §4.5.3. */
export const groupKeyAttribute = names({ 1: 'SA_KEY' })
/** Attributes of a member key bag. RFC 9838 §4.5.3. */
export const memberKeyAttribute = names({ 1: 'WRAP_KEY', 2: 'AUTH_KEY', 3: 'GM_SENDER_ID' })
