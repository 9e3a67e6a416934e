import type { Kerberos } from '../layer.ts'
import type { VendorName } from './vendorIds.ts'

/** What an ISAKMP/IKE message says: the facts that src/trace works with. Names as in RFC 2408, 2409, 7296. */
export interface IkeMessage {
  /** 16 hex digits: initiator cookie or IKE SA initiator's SPI. */
  readonly initiatorSpi: string
  /** 16 hex digits; all zero in a first message. */
  readonly responderSpi: string
  readonly nextPayload: number
  readonly majorVersion: number
  readonly minorVersion: number
  readonly exchangeType: number
  /** v1: 1 Encryption, 2 Commit, 4 Authentication Only. v2: 8 Initiator, 16 Version, 32 Response. */
  readonly flags: number
  readonly messageId: number
  /** As the header claims, without the non-ESP marker. */
  readonly length: number
  /** The payloads cannot be read without keys (v1: the Encryption flag; v2: they are inside SK or SKF). */
  readonly encrypted: boolean
  /** They are encrypted and keys were given: what is inside follows the encrypted payload. */
  readonly decrypted?: boolean
  readonly payloads: readonly Payload[]
  /** The message's own bytes, from the initiator SPI on; fewer than `length` when the packet was cut. */
  readonly bytes: Uint8Array
}

/** One payload. `name` is the short name of the ladder and of report.payloads: SA, KE, ID, VID, NAT-D, IDi, SK … */
export type Payload = {
  readonly type: number
  readonly name: string
  readonly start: number
  readonly end: number
} & PayloadFacts

/** What a payload says, by its `kind`; `other` of those from which no fact is taken. */
export type PayloadFacts =
  | SecurityAssociation
  | KeyExchange
  | Identification
  | Certificate
  | Nonce
  | Notify
  | Delete
  | VendorId
  | NatDetection
  | NatOriginalAddress
  | Fragment
  | EncryptedFragment
  | Encrypted
  | TrafficSelectors
  | Authentication
  | Configuration
  | Eap
  | GssToken
  | { readonly kind: 'other' }

/** v1: the SA payload with DOI and situation; v2: the SA payload, where a proposal stands alone. */
export interface SecurityAssociation {
  readonly kind: 'sa'
  readonly doi?: number
  readonly proposals: readonly Proposal[]
}

/** One proposal of an SA payload. RFC 2408 §3.5, RFC 7296 §3.3.1. */
export interface Proposal {
  readonly number: number
  /** 1 ISAKMP/IKE, 2 AH, 3 ESP, 4 IPComp. */
  readonly protocol: number
  /** Hex; empty when there is none. */
  readonly spi: string
  readonly transforms: readonly Transform[]
}

/** v1: one whole suite (`type` undefined, attributes carry all). v2: one algorithm of a type. */
export interface Transform {
  readonly number?: number
  readonly type?: number
  readonly id: number
  /** Registry symbol of `id` (v2: in its type): `ENCR_AES_CBC`, `KEY_IKE`, `ESP_3DES`. */
  readonly name?: string
  readonly attributes: readonly Attribute[]
}

/** A data attribute: of a transform, a configuration payload or a notification. RFC 2408 §3.3, RFC 7296 §3.3.5 and §3.15.1. */
export interface Attribute {
  readonly type: number
  readonly name: string
  /** A number up to 6 octets, otherwise hex. */
  readonly value: number | string
  /** The registry's symbol for the value: `AES-CBC`, `SHA`, `pre-shared key`. */
  readonly meaning?: string
}

/** KE payload; `length` in octets of the public value. RFC 2408 §3.7, RFC 7296 §3.4. */
export interface KeyExchange {
  readonly kind: 'ke'
  /** v2 only. */
  readonly group?: number
  readonly length: number
}

/** ID payloads and v2's IDi, IDr. */
export interface Identification {
  readonly kind: 'id'
  readonly idType: number
  readonly typeName?: string
  readonly protocol?: number
  readonly port?: number
  /** As a person writes it: address, subnet, name, DN. */
  readonly text: string
}

/** CERT and certificate request. */
export interface Certificate {
  readonly kind: 'cert'
  readonly encoding: number
  readonly subject?: string
  readonly issuer?: string
  /** ISO 8601. */
  readonly notBefore?: string
  readonly notAfter?: string
}

/** Nonce payload. RFC 2408 §3.13, RFC 7296 §3.9. */
export interface Nonce {
  readonly kind: 'nonce'
  /** Hex. */
  readonly data: string
}

/** v1 Notification payload, v2 Notify; `data` lies in the packet's bytes. RFC 2408 §3.14, RFC 7296 §3.10. */
export interface Notify {
  readonly kind: 'notify'
  readonly doi?: number
  readonly protocol: number
  readonly notifyType: number
  /** Registry symbol: `NO-PROPOSAL-CHOSEN`, `NAT_DETECTION_SOURCE_IP`. */
  readonly symbol?: string
  /** Hex. */
  readonly spi: string
  readonly data: Uint8Array
  /** The data attributes in it, of a RESPONDER-LIFETIME. RFC 2407 §4.6.3.1. */
  readonly attributes?: readonly Attribute[]
}

/** The SAs that the sender deletes. RFC 2408 §3.15, RFC 7296 §3.11. */
export interface Delete {
  readonly kind: 'delete'
  readonly protocol: number
  /** Hex, one per SA. */
  readonly spis: readonly string[]
}

/** Vendor ID payload. RFC 2408 §3.16, RFC 7296 §3.12. */
export interface VendorId {
  readonly kind: 'vid'
  /** Hex of the whole id. */
  readonly id: string
  readonly label?: string
  /** What is known of it; absent where only its letters speak. */
  readonly known?: VendorName
}

/** v1 NAT-D in any of its numbers; v2's two notifies stay notifies. */
export interface NatDetection {
  readonly kind: 'natd'
  /** Hex. */
  readonly hash: string
}

/** NAT-OA payload: an address as its sender sees it. RFC 3947 §5.2. */
export interface NatOriginalAddress {
  readonly kind: 'natoa'
  readonly address: string
}

/** v1 payload 132. */
export interface Fragment {
  readonly kind: 'fragment'
  readonly id: number
  /** From 1. */
  readonly number: number
  readonly last: boolean
  readonly data: Uint8Array
}

/** v2 SKF, RFC 7383. */
export interface EncryptedFragment {
  readonly kind: 'skf'
  readonly number: number
  readonly total: number
  readonly length: number
  /** With keys: this piece of the payloads, without padding. */
  readonly plain?: Uint8Array
}

/** v2 SK; v1's encrypted body. */
export interface Encrypted {
  readonly kind: 'encrypted'
  readonly length: number
  /** Type of the first payload inside, which stays readable. */
  readonly first?: number
  /** With keys: what is inside; their places count in the decrypted octets. */
  readonly inside?: readonly Payload[]
}

/** v2 TSi or TSr; `text` is the range in words. RFC 7296 §3.13. */
export interface TrafficSelectors {
  readonly kind: 'ts'
  readonly selectors: readonly { readonly type: number; readonly protocol: number; readonly text: string }[]
}

/** v2 AUTH. */
export interface Authentication {
  readonly kind: 'auth'
  readonly method: number
  readonly methodName?: string
}

/** v1 mode config and XAUTH, v2 CP. */
export interface Configuration {
  readonly kind: 'config'
  /** 1 REQUEST, 2 REPLY, 3 SET, 4 ACK. */
  readonly configType: number
  /** v1 only. */
  readonly identifier?: number
  readonly attributes: readonly Attribute[]
}

/** One EAP packet in an EAP payload. RFC 7296 §3.16, RFC 3748 §4. */
export interface Eap {
  readonly kind: 'eap'
  /** 1 Request, 2 Response, 3 Success, 4 Failure. */
  readonly code: number
  readonly eapType?: number
}

/** v1 and AuthIP payload 129. */
export interface GssToken {
  readonly kind: 'gss'
  /** Octets of the token. */
  readonly length: number
  /** Mechanism and kind of token: `Kerberos 5 AP-REQ`, `SPNEGO, Kerberos 5 AP-REP`, `NTLM NEGOTIATE`. */
  readonly mechanism?: string
  /** What the Kerberos message inside says to those without keys. */
  readonly kerberos?: Kerberos
}
