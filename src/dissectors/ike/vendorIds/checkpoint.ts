/**
 * Vendor ids of Check Point: 20 octets, then five words: product, version, time of the machine (from NGX on), reserved, features.
 *
 * Source: NTA Monitor's published analysis of Firewall-1 vendor ids (2004); the last word's first octet counts the feature bits
 * behind it. 031017e0… with a version at its end is sent by Check Point R71 and by CryptoPro's GOST profile alike.
 */
import { number, octets, type Pattern } from './pattern.ts'

const family = 'Check Point'
const id = 'f4ed19e0c114eb516faaac0ee37daf2807b4381f'
const word = (value: number | string) => Number(value).toString(16).padStart(8, '0')

/** Check Point's products. */
const checkPointProducts: Readonly<Record<number, string>> = { 1: 'Firewall-1', 2: 'SecuRemote/SecureClient' }

/** Check Point's version numbers. */
const checkPointVersions: Readonly<Record<number, string>> = {
  2: '4.1',
  3: '4.1 SP1',
  4002: '4.1 SP2 to SP6',
  5000: 'NG',
  5001: 'NG FP1',
  5002: 'NG FP2',
  5003: 'NG FP3',
  5004: 'NG AI R54',
  5005: 'NG AI R55',
  5006: 'NG AI R56',
}

/** After product and version: a time that is set makes it NGX, whatever the version says. */
function later(version: string): (rest: Uint8Array) => string {
  return rest => {
    const time = rest.length >= 4 ? number(rest) : 0
    return time === 0 ? version : `NGX or later, its clock at ${new Date(time * 1000).toISOString().slice(0, 19)}Z`
  }
}

/** Vendor ids of Check Point and of CryptoPro, who shares one. */
export const checkPoint: readonly Pattern[] = [
  octets(id, { label: 'Check Point', family, rest: r => (r.length >= 8 ? `product ${number(r)}, version ${number(r, 4)}` : undefined) }),
  ...Object.entries(checkPointProducts).flatMap(([product, name]) =>
    Object.entries(checkPointVersions).map(([n, version]) =>
      octets(id + word(product) + word(n), { label: `Check Point ${name}`, family, rest: later(version) }),
    ),
  ),
  octets('031017e07f7a82e3aa6950c999990100', { label: 'Check Point R71 or CryptoPro/GOST 1.0', family }),
  octets('031017e07f7a82e3aa6950c999990101', { label: 'CryptoPro/GOST', family, version: '1.1' }),
]
