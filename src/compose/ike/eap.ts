import { ascii, bytes, u16 } from './bytes.ts'
import type { Part } from './message.ts'

// EAP with MSCHAPv2 as gateways ask for names and passwords. RFC 3748 §4, draft-kamath-pppext-eap-mschapv2-02 §2. What is
// derived from the password is noise: nobody can check it without the password.

const [REQUEST, RESPONSE, SUCCESS, FAILURE] = [1, 2, 3, 4]
const [IDENTITY, MSCHAP_V2] = [1, 26]
const [CHALLENGED, ANSWERED, GRANTED, REFUSED] = [1, 2, 3, 4]

type Noise = (length: number) => Uint8Array

/** Who is it? */
export const asksWho = (id: number): Part => eap(REQUEST, id, [IDENTITY])
/** The answer: the identity, readable for whoever has the IKE keys. */
export const saysWho = (id: number, name: string): Part => eap(RESPONSE, id, bytes([IDENTITY], ascii(name)))

/** 16 octets to be answered by who knows the password. */
export function challenge(id: number, server: string, noise: Noise): Part {
  return mschap(REQUEST, id, CHALLENGED, bytes([16], noise(16), ascii(server)))
}

/** 16 octets of one's own, 8 of nothing, 24 from the password, a flag. */
export function answer(id: number, name: string, noise: Noise): Part {
  return mschap(RESPONSE, id, ANSWERED, bytes([49], noise(16), new Uint8Array(8), noise(24), [0], ascii(name)))
}

/** The server knows the password too, or 691: access denied. */
export function verdict(id: number, granted: boolean, noise: Noise): Part {
  const digits = [...noise(granted ? 20 : 16)].map(octet => octet.toString(16).padStart(2, '0').toUpperCase()).join('')
  const says = granted ? `S=${digits} M=Welcome` : `E=691 R=0 C=${digits} V=3 M=Access denied`
  return mschap(REQUEST, id, granted ? GRANTED : REFUSED, ascii(says))
}

/** The verdict was heard; this one is a single octet. */
export const heard = (id: number, granted: boolean): Part => eap(RESPONSE, id, [MSCHAP_V2, granted ? GRANTED : REFUSED])

/** The end of EAP. */
export const ends = (id: number, granted: boolean): Part => eap(granted ? SUCCESS : FAILURE, id, [])

function mschap(code: number, id: number, opCode: number, data: Uint8Array): Part {
  return eap(code, id, bytes([MSCHAP_V2, opCode, id], u16(4 + data.length), data))
}

function eap(code: number, id: number, data: readonly number[] | Uint8Array): Part {
  return { type: 48, body: bytes([code, id], u16(4 + data.length), data) }
}
