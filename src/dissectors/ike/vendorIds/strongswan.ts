/**
 * Vendor ids of strongSwan.
 *
 * Up to 4.6 its IKEv1 daemon sent the MD5 of "strongSwan" and the release; since 4.3.6 the IKEv2 daemon, and since 5.0 the only
 * one, sends the MD5 of the name alone. Releases as NEWS and the public lists of vendor ids have them.
 */
import { md5, type Pattern } from './pattern.ts'

const family = 'strongSwan'

const releases = `
  2.0.0 2.0.1 2.0.2 2.1.0 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 2.2.0 2.2.1 2.2.2 2.3.0 2.3.1 2.3.2 2.4.0 2.4.0a 2.4.1 2.4.2 2.4.3 2.4.4
  2.5.0 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5 2.5.6 2.5.7 2.6.0 2.6.1 2.6.2 2.6.3 2.6.4 2.7.0 2.7.1 2.7.2 2.7.3
  2.8.0 2.8.1 2.8.2 2.8.3 2.8.4 2.8.5 2.8.6 2.8.7 2.8.8 2.8.9
  4.0.0 4.0.1 4.0.2 4.0.3 4.0.4 4.0.5 4.0.6 4.0.7
  4.1.0 4.1.1 4.1.2 4.1.3 4.1.4 4.1.5 4.1.6 4.1.7 4.1.8 4.1.9 4.1.10 4.1.11
  4.2.0 4.2.1 4.2.2 4.2.3 4.2.4 4.2.5 4.2.6 4.2.7 4.2.8 4.2.9 4.2.10 4.2.11 4.2.12 4.2.13 4.2.14
  4.3.0 4.3.1 4.3.2 4.3.3 4.3.4 4.3.5rc1 4.3.5 4.3.6 4.3.7 4.4.0 4.4.1 4.5.0 4.5.1 4.5.2 4.5.3 4.6.0 4.6.1 4.6.2 4.6.3 4.6.4
  5.0.0 5.0.1 5.0.2dr4 5.0.2rc1 5.0.2 5.0.3dr1 5.0.3dr2 5.0.3dr3 5.0.3rc1 5.0.3 5.0.4
  5.1.0dr1 5.1.0dr2 5.1.0rc1 5.1.0 5.1.1dr1 5.1.1dr2 5.1.1dr3 5.1.1dr4 5.1.1rc1 5.1.1
`

/** Vendor ids of strongSwan. */
export const strongswan: readonly Pattern[] = [
  md5('strongSwan', { label: 'strongSwan', family }),
  ...releases
    .trim()
    .split(/\s+/)
    .map(version => md5(`strongSwan ${version}`, { label: 'strongSwan', family, version })),
]
