/**
 * Vendor ids of Windows and Xbox.
 *
 * Source: [MS-IKEE] and its product notes, [MS-AIPS] 1.7. MS NT5 ISAKMPOAKLEY is followed by a version: 2 is Windows 2000,
 * 9 everything since Windows 8. Observation knows more than the document in one place: Windows XP SP2 sends 4 like Server 2003.
 * One reading of field captures lists 0x10 for Server 2012, which the document does not have.
 *
 * Three documented ids are not the MD5 of the text they are documented with (KEY_MODS, AUTHIP_INIT_KE_DH_GROUP, Xbox IKEv2
 * Negotiation), so their octets stand here as they are.
 */
import { authIpKeyExchangeGroup, keyModule } from '../names/authip.ts'
import { md5, number, octets, type Pattern } from './pattern.ts'

const family = 'Microsoft'

/** Version of MS NT5 ISAKMPOAKLEY to the releases of Windows that send it. [MS-IKEE] product notes. */
export const windowsVersions: Readonly<Record<number, string>> = {
  2: 'Windows 2000',
  3: 'Windows XP',
  4: 'Windows Server 2003 or XP SP2',
  5: 'Windows Vista',
  6: 'Windows Server 2008 or Vista SP1',
  7: 'Windows 7',
  8: 'Windows Server 2008 R2',
  9: 'Windows 8, Server 2012 or later',
  16: 'Windows Server 2012',
}

const nt5 = '1e2b516905991c7d7c96fcbfb587e461'
const keyMods = '01528bbbc00696121849ab9a1c5b2a51'
const keyExchangeGroup = '7bb93867d76c8d80df0f40fae8fc3b19'
const word = (value: number | string) => Number(value).toString(16).padStart(8, '0')

/** Vendor ids of Microsoft. [MS-IKEE]. */
export const microsoft: readonly Pattern[] = [
  md5('MS NT5 ISAKMPOAKLEY', { label: 'MS NT5 ISAKMPOAKLEY', family, rest: r => (r.length >= 4 ? `version ${number(r)}` : undefined) }),
  ...Object.entries(windowsVersions).map(([n, name]) =>
    octets(nt5 + word(n), { label: 'MS NT5 ISAKMPOAKLEY', family, version: `${n} (${name})` }),
  ),
  md5('GSSAPI', { label: 'GSS-API (Kerberos)', family }),
  md5('A GSS-API Authentication Method for IKE', { label: 'A GSS-API Authentication Method for IKE', family }),
  md5('A GSS-API Authentication Method for IKE\n', { label: 'A GSS-API Authentication Method for IKE (with newline)', family }),
  md5('Vid-Initial-Contact', { label: 'Vid-Initial-Contact', family }),
  md5('NLBS_PRESENT', { label: 'NLBS_PRESENT (load-balanced cluster)', family }),
  md5('MS-MamieExists', { label: 'MS-MamieExists (AuthIP offered)', family }),
  md5('IKE CGA version 1', { label: 'IKE CGA version 1', family }),
  md5('MS-Negotiation Discovery Capable', { label: 'MS-Negotiation Discovery Capable', family }),
  octets(keyMods, { label: 'KEY_MODS', family }),
  ...Object.entries(keyModule.entries).map(([n, name]) =>
    octets(keyMods + word(n), { label: 'KEY_MODS', family, version: `${n} (${name})` }),
  ),
  octets(keyExchangeGroup, { label: 'AUTHIP_INIT_KE_DH_GROUP', family }),
  ...Object.entries(authIpKeyExchangeGroup.entries).map(([n, name]) =>
    octets(keyExchangeGroup + word(n), { label: 'AUTHIP_INIT_KE_DH_GROUP', family, version: `${n} (${name})` }),
  ),
  md5('Microsoft Xbox One 2013', { label: 'Microsoft Xbox One 2013', family }),
  octets('660822b3a73a244149578d62e0eb46a0', { label: 'Xbox IKEv2 Negotiation', family }),
  md5('MSFT IPsec Security Realm Id', { label: 'MSFT IPsec Security Realm Id', family }),
]
