import { addressBytes, ascii, bytes, u16 } from './bytes.ts'
import type { Part } from './message.ts'
import { attribute } from './v1.ts'

// Attributes payloads: XAUTH asks for a name and a password, mode config gives an address. draft-dukes-ike-mode-cfg-02 §3.2,
// draft-beaulieu-ike-xauth-02 §6.

const [REQUEST, REPLY, SET, ACK] = [1, 2, 3, 4]
const [TYPE, NAME, PASSWORD, STATUS] = [16_520, 16_521, 16_522, 16_527]
const [ADDRESS, NETMASK, DNS] = [1, 2, 3]

/** XAUTH: who is it, and with what password? @param id of the transaction, the same in its answer */
export const asksForCredentials = (id: number): Part => attributes(REQUEST, id, attribute(TYPE, 0), empty(NAME), empty(PASSWORD))
/** The answer: name and password as they are typed. */
export function credentials(id: number, name: string, password: string): Part {
  return attributes(REPLY, id, attribute(TYPE, 0), long(NAME, ascii(name)), long(PASSWORD, ascii(password)))
}

/** 1 is well, 0 is not. */
export const status = (id: number, granted: boolean): Part => attributes(SET, id, attribute(STATUS, granted ? 1 : 0))
/** The peer heard the status; a refusal is repeated. */
export const statusHeard = (id: number, granted: boolean): Part => attributes(ACK, id, ...(granted ? [] : [attribute(STATUS, 0)]))

/** Mode config: an address, its mask and a DNS server are asked for. */
export const asksForAddress = (id: number): Part => attributes(REQUEST, id, empty(ADDRESS), empty(NETMASK), empty(DNS))
/** The answer, the address with a mask of 32 bits. */
export function givesAddress(id: number, address: string, dns: string): Part {
  return attributes(
    REPLY,
    id,
    long(ADDRESS, addressBytes(address)),
    long(NETMASK, addressBytes('255.255.255.255')),
    long(DNS, addressBytes(dns)),
  )
}

function attributes(type: number, id: number, ...all: Uint8Array[]): Part {
  return { type: 14, body: bytes([type, 0], u16(id), ...all) }
}

const empty = (type: number): Uint8Array => long(type, new Uint8Array(0))
const long = (type: number, value: Uint8Array): Uint8Array => bytes(u16(type), u16(value.length), value)
