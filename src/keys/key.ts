import type { EspSecret, Ikev2Secret } from '../dissectors/keyring.ts'

/** A key as a file gives it: whose it is, and its octets. */
export type Key = Ikev1Key | Ikev2Key | EspKey

interface Ikev1Key {
  readonly kind: 'ikev1'
  /** 16 hex digits. */
  readonly cookie: string
  readonly key: Uint8Array
}

interface Ikev2Key {
  readonly kind: 'ikev2'
  readonly initiatorSpi: string
  readonly responderSpi: string
  readonly secret: Ikev2Secret
}

/** The key of ESP between two ends, by SPI where it names one. */
export interface EspKey {
  readonly kind: 'esp'
  readonly source: AddressPattern
  readonly destination: AddressPattern
  /** Undefined: any. */
  readonly spi: number | undefined
  readonly secret: EspSecret
}

/** An address, the first bits of one, or undefined for any. */
export type AddressPattern = { readonly bytes: Uint8Array; readonly bits: number } | undefined

/** What a line of a key file could not be read for; never with the key in it. */
export class Unreadable extends Error {}

/** Octets of `0x…` or plain hex digits. */
export function hexKey(text: string, what: string): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Unreadable(`${what} is not written in hex digits, two for each octet`)
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}

/** 16 hex digits: a cookie, an SPI of IKE. */
export function ikeSpi(text: string, what: string): string {
  const digits = text.trim().replace(/^0x/i, '').toLowerCase()
  if (!/^[0-9a-f]{16}$/.test(digits)) throw new Unreadable(`${what} has not 16 hex digits`)
  return digits
}
