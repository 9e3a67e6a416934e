import type { Ip, Kerberos } from '../../dissectors/layer.ts'
import type { Seconds } from '../model.ts'

/** A Kerberos error that a key distribution centre, or a service, sent in the clear. RFC 4120 §5.9.1. */
export interface KdcError {
  readonly packet: number
  readonly time: Seconds
  readonly from: string
  readonly to: string
  readonly code: number
  readonly service?: string
}

/** Errors kept; what comes beyond is a flood of the same. */
const MOST = 1000
const KRB_ERROR = 30

/** Collects the errors that say that a client gets no ticket. */
export class KdcErrors {
  readonly all: KdcError[] = []

  add(ip: Ip, { messageType, errorCode, service }: Kerberos, packet: number, time: Seconds): void {
    if (messageType !== KRB_ERROR || errorCode === undefined || DETOURS.has(errorCode) || this.all.length >= MOST) return
    this.all.push({ packet, time, from: ip.source, to: ip.destination, code: errorCode, ...(service === undefined ? {} : { service }) })
  }
}

/** KDC_ERR_PREAUTH_REQUIRED, KRB_ERR_RESPONSE_TOO_BIG: come again another way. RFC 4120 §7.5.9. */
const DETOURS: ReadonlySet<number> = new Set([25, 52])
