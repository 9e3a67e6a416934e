/**
 * Vendor ids of FreeS/WAN and its descendants Openswan and Libreswan: 12 printable octets made of letters and a hash of the
 * version text, build options included. OE stood for opportunistic encryption.
 *
 * FreeS/WAN hashed "Linux FreeS/WAN 2.06", Openswan "Openswan 2.4.9" and its options; OSW marks Openswan from 2.6.40 on, OEN
 * Libreswan up to 3.5, which since writes "OE-Libreswan-" and its version in clear. Releases as the projects' own change logs
 * and the public lists of vendor ids have them; a build with other options or patches gives another hash and is named by its
 * letters alone.
 */
import { type Pattern, printable, swan, text } from './pattern.ts'

const words = (list: string) => list.trim().split(/\s+/)

const freeswanReleases = words(`
  0.5 0.6 0.7 0.7.1 0.7.2 0.8 0.8.1 0.8.2 0.8.3 0.8.4 0.8.5
  0.9 0.9.1 0.9.2 0.9.3 0.9.4 0.9.5 0.9.6 0.9.7 0.9.8 0.9.9 0.9.10 0.9.11 0.9.12 0.9.13 0.9.14 0.9.15 0.9.16 0.9.17 0.9.18
  0.9.19 0.9.20 0.9.21 0.9.22 0.9.23 0.9.24 0.9.25 0.9.26 0.9.27 0.9.28 0.9.29 0.9.30 0.9.31 0.9.32 0.9.33 0.9.34 0.9.35
  0.9.36 0.9.37 0.9.38 0.9.39 0.9.40
  1.0.0 1.0.1 1.0.2 1.1.0 1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.2.0 1.2.1 1.2.2 1.3.0 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.3.6
  1.4.0 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.6 1.4.7 1.4.8 1.5.0 1.5.1 1.5.2 1.5.3 1.5.4 1.5.5 1.6.0 1.6.1 1.6.2 1.6.3
  2.00 2.01 2.02 2.03 2.04 2.05 2.06
`)

const freeswanBuilds = ['2.00 PLUTO_SENDS_VENDORID', '2.00 X.509-1.3.1 PLUTO_SENDS_VENDORID', '2.00 X.509-1.3.1 LDAP PLUTO_SENDS_VENDORID']

const openswanReleases = words(`
  2.1.0 2.1.1 2.1.2 2.2.0 2.3.0 2.3.1
  2.4.0 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.8 2.4.9 2.4.10 2.4.11 2.4.12 2.4.13 2.4.14 2.4.15
  2.5.0 2.5.00 2.5.01 2.5.02 2.5.03 2.5.04 2.5.05 2.5.06 2.5.07 2.5.08 2.5.09 2.5.10 2.5.11 2.5.12 2.5.13 2.5.14 2.5.15 2.5.16
  2.5.17 2.5.18
  2.6.01 2.6.02 2.6.03 2.6.04 2.6.05 2.6.06 2.6.07 2.6.08 2.6.09 2.6.10 2.6.11 2.6.12 2.6.13 2.6.14 2.6.15 2.6.16 2.6.17 2.6.18
  2.6.19 2.6.20 2.6.20dr2 2.6.20rc1 2.6.21 2.6.22 2.6.23 2.6.24 2.6.24rc3 2.6.24rc5 2.6.25 2.6.26 2.6.27 2.6.28 2.6.29 2.6.30
  2.6.31 2.6.32 2.6.33 2.6.34 2.6.35 2.6.36 2.6.37 2.6.38 2.6.38dr2 2.6.38rc2 2.6.39 2.6.39dr3
`)

const usual = 'PLUTO_SENDS_VENDORID PLUTO_USES_KEYRR'

const openswanBuilds = [
  '2.3.1 X.509-1.5.4 LDAP_V3',
  '2.3.1 X.509-1.5.4',
  '2.4.0 X.509-1.5.4',
  '2.4.3 X.509-1.5.4 LDAP_V3',
  '2.4.4 X.509-1.5.4',
  '2.4.5dr3 X.509-1.5.4',
  '2.4.5 X.509-1.5.4 LDAP_V3',
  '2.4.5 X.509-1.5.4',
  '2.4.6rc3 X.509-1.5.4',
  '2.4.6 X.509-1.5.4 LDAP_V3',
  '2.4.6 X.509-1.5.4',
  '2.4.7',
  '2.4.8 LDAP_V3',
  '2.4.8',
  '2.4.9 LDAP_V3',
  '2.4.9',
  '2.4.10',
  '2.4.11',
  '2.4.12 LDAP_V3',
  '2.4.12',
  '2.4.13 LDAP_V3',
  '2.4.13',
  '2.4.14',
  '2.4.15 LDAP_V3',
  '2.4.15',
].map(build => `${build} ${usual}`)

const laterOpenswan = [
  ...words('2.6.40 2.6.41 2.6.42 2.6.43').map(version => `Openswan ${version}`),
  ...words('2.6.44 2.6.45 2.6.46 2.6.47 2.6.47.1 2.6.48 2.6.49 2.6.50dev1').map(version => `Linux Openswan ${version}`),
]

const libreswanReleases = words('3.0 3.1 3.2 3.3 3.4 3.5').flatMap(version => [version, `${version} LDAP_V3`])

/** The version in a version text: what follows the name. */
const versionIn = (full: string) => full.replace(/^(Linux )?\S+ /, '').replace(` ${usual}`, '')

/** Vendor ids of FreeS/WAN, Openswan and Libreswan. */
export const freeswan: readonly Pattern[] = [
  ...[...freeswanReleases, ...freeswanBuilds].map(v =>
    swan('OE', `Linux FreeS/WAN ${v}`, { label: 'FreeS/WAN', family: 'FreeS/WAN', version: v }),
  ),
  ...[...openswanReleases, ...openswanBuilds].map(v =>
    swan('OE', `Openswan ${v}`, { label: 'Openswan', family: 'Openswan', version: versionIn(`Openswan ${v}`) }),
  ),
  ...laterOpenswan.map(full => swan('OSW', full, { label: 'Openswan', family: 'Openswan', version: versionIn(full) })),
  ...libreswanReleases.map(v => swan('OEN', `Libreswan ${v}`, { label: 'Libreswan', family: 'Libreswan', version: v })),
  text('OE-Libreswan-', { label: 'Libreswan', family: 'Libreswan', rest: printable }),
]

/** An id that has the letters and the shape, but a hash nobody listed. */
export function freeswanShape(id: Uint8Array): { label: string; family: string } | undefined {
  if (id.length !== 12) return undefined
  const all = printable(id.map(octet => (octet === 0x7f ? 0x5f : octet)))
  if (all === undefined || all.length !== 12) return undefined
  if (all.startsWith('OEN')) return { label: 'Libreswan up to 3.5, or FreeS/WAN or Openswan (build not known)', family: 'Libreswan' }
  if (all.startsWith('OSW')) return { label: 'Openswan 2.6.40 or later (build not known)', family: 'Openswan' }
  return all.startsWith('OE') ? { label: 'FreeS/WAN or Openswan (build not known)', family: 'FreeS/WAN' } : undefined
}
