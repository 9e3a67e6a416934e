import { aes, blowfish, des, tripleDes } from '../dissectors/crypto/blockCiphers.ts'
import type { Keyring } from '../dissectors/keyring.ts'
import { matches } from './address.ts'
import { type EspKey, type Key, Unreadable } from './key.ts'
import { tableKey } from './tables.ts'
import { xfrmKey, xfrmStates } from './xfrm.ts'

export type { Key } from './key.ts'

/** What a key file held. Problems name the line and never what stands in it. */
export interface KeyFile {
  readonly keys: readonly Key[]
  readonly problems: readonly string[]
}

/** Longest file and most keys that are read, in octets: a key file of a busy gateway has some thousands of lines. */
export const LONGEST_KEY_FILE = 32 << 20
const MOST_KEYS = 100_000
/** Keys tried on an IKE SA whose SPIs no key names. */
const MOST_OTHERS = 32

/** Whether a file begins as a key file does; captures never do. */
export function looksLikeKeys(start: string): boolean {
  const lines = start.split(/\r?\n/).slice(0, 50)
  return lines.some(line => isKeyLine(line)) || xfrmStates(lines).length > 0
}

/** What is said of a file without any. */
export const NO_KEY = 'holds no key in a form known here'

/** Reads a key file of any known form, told line by line: Wireshark's tables, those of strongSwan, `ip xfrm state`. */
export function readKeys(text: string): KeyFile {
  if (text.length > LONGEST_KEY_FILE) return { keys: [], problems: [`the file has ${text.length} characters, no key file has`] }
  const keys: Key[] = []
  const problems: string[] = []
  const take = (at: number, read: () => Key | undefined) => {
    try {
      const key = read()
      if (key && keys.length < MOST_KEYS) keys.push(key)
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem
      if (problems.length < 20) problems.push(`line ${at}: ${withoutKeys(problem.message)}`)
    }
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  lines.forEach((line, i) => {
    if (line.trim() !== '' && !line.startsWith('#') && !/^\s/.test(line)) take(i + 1, () => tableKey(line))
  })
  for (const { at, text } of xfrmStates(lines)) take(at, () => xfrmKey(text))
  if (keys.length === 0 && problems.length === 0) problems.push(NO_KEY)
  return { keys, problems }
}

/** A line with its columns shifted has a key where a name should be, and what is said of it quotes that. */
function withoutKeys(says: string): string {
  return says.replaceAll(/[0-9a-f]{8,}/gi, '…')
}

function isKeyLine(line: string): boolean {
  try {
    return tableKey(line) !== undefined
  } catch {
    return true
  }
}

/** Keys ready to be asked for. */
export function keyring(keys: readonly Key[]): Keyring {
  const v1 = grouped(keys.flatMap(key => (key.kind === 'ikev1' ? [[key.cookie, key.key] as const] : [])))
  const v2 = grouped(keys.flatMap(key => (key.kind === 'ikev2' ? [[key.initiatorSpi + key.responderSpi, key.secret] as const] : [])))
  const esp = grouped(keys.flatMap(key => (key.kind === 'esp' ? [[key.spi, key] as const] : [])))
  return {
    ikev1: cookie => v1.get(cookie) ?? [],
    ciphersV1: { 1: des, 5: tripleDes, 7: aes, 3: blowfish },
    ikev2: (initiator, responder) => v2.get(initiator + responder) ?? [],
    otherIkev2: [...v2.values()]
      .flat()
      .filter(({ encryption, integrity }) => encryption.tag > 0 || integrity.mac !== undefined)
      .slice(-MOST_OTHERS),
    esp: ({ spi, ip }) =>
      [...(esp.get(spi) ?? []), ...(esp.get(undefined) ?? [])]
        .filter(key => matches(key.source, ip?.source) && matches(key.destination, ip?.destination))
        .concat(translated(esp.get(spi) ?? []))
        .map(key => key.secret),
  }
}

/** Behind a NAT the addresses of the packet are not those that the peer's kernel wrote down; an SPI is rarely another's. */
function translated(keys: readonly EspKey[]): readonly EspKey[] {
  return keys.filter(key => key.secret.integrity.mac !== undefined || key.secret.encryption.tag > 0)
}

function grouped<K, V>(entries: readonly (readonly [K, V])[]): ReadonlyMap<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const [name, value] of entries) {
    const group = groups.get(name)
    if (group) group.push(value)
    else groups.set(name, [value])
  }
  return groups
}
