/**
 * Vendor ids of SSH Communications Security's toolkits, which went into many products, and of its Sentinel client. All are the
 * MD5 of the name and version; the toolkit's first releases wrote Ssh.
 */
import { md5, type Pattern } from './pattern.ts'

const family = 'SSH'
const express = (ssh: string, version: string) =>
  md5(`${ssh} Communications Security IPSEC Express version ${version}`, { label: 'SSH IPSEC Express', family, version })

const early = ['1.1.0', '1.1.1', '1.1.2', '1.2.1', '1.2.2']
const late = '2.0.0 2.1.0 2.1.1 2.1.2 3.0.0 3.0.1 4.0.0 4.0.1 4.1.0 4.1.1 4.2.0 5.0 5.0.0 5.1.0 5.1.1'.split(' ')
const quickSec = ['0.9.0', '1.1.0', '1.1.1', '1.1.2', '1.1.3', '2.1.0']
const sentinel = ['1.1', '1.2', '1.3', '1.4', '1.4.1']

/** Vendor ids of SSH Communications Security. */
export const ssh: readonly Pattern[] = [
  ...early.map(version => express('Ssh', version)),
  ...late.map(version => express('SSH', version)),
  ...quickSec.map(version => md5(`SSH Communications Security QuickSec ${version}`, { label: 'SSH QuickSec', family, version })),
  md5('SSH Sentinel', { label: 'SSH Sentinel', family }),
  ...sentinel.map(version => md5(`SSH Sentinel ${version}`, { label: 'SSH Sentinel', family, version })),
]
