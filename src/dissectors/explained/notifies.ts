import type { Table } from './explained.ts'
import { notifies3gpp } from './notifies3gpp.ts'
import { notifiesV1 } from './notifiesV1.ts'
import { notifiesV2 } from './notifiesV2.ts'

/** Notifies by their registered symbol: IKEv1 writes its symbols with hyphens, IKEv2 with underscores, so that none means two things. */
export const notifies: Table = { ...notifies3gpp, ...notifiesV1, ...notifiesV2 }
