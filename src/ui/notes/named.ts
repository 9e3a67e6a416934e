import { createContext, useContext } from 'react'

// Findings are written with addresses. Where somebody has given a host a name, texts say the name in place of the address.

/** What somebody calls hosts, by address. */
export type Names = ReadonlyMap<string, string>

const none: Names = new Map()

/** The names that texts below it are written with. */
export const NamesContext = createContext<Names>(none)

/** Writes names into texts. */
export function useNamed(): (text: string) => string {
  const names = useContext(NamesContext)
  return text => named(text, names)
}

/** A text with names in place of addresses; ports behind them stay: `198.51.100.20:500` becomes `HQ:500`. */
export function named(text: string, names: Names | undefined): string {
  if (!names || names.size === 0) return text
  const address = pattern(names)
  return text.replace(address, found => names.get(found) ?? found)
}

/** `HQ, 198.51.100.20`; without a name the address. */
export function withAddress(address: string, names: Names | undefined): string {
  const name = names?.get(address)
  return name === undefined ? address : `${name}, ${address}`
}

const patterns = new WeakMap<Names, RegExp>()

/** Finds any of the addresses where it stands by itself: not within a longer one. */
function pattern(names: Names): RegExp {
  const known = patterns.get(names)
  if (known) return known
  const all = [...names.keys()].sort((one, other) => other.length - one.length).map(written)
  const made = new RegExp(`(?<![\\w.:])(?:${all.join('|')})`, 'g')
  patterns.set(names, made)
  return made
}

/** An IPv6 address ends before anything but a digit or a colon within it; an IPv4 one may have a port behind it. */
function written(address: string): string {
  const plain = address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return address.includes(':') ? `${plain}(?!\\w|:[\\w:])` : `${plain}(?!\\w|\\.\\d)`
}
