/** Mechanisms of GSS-API by object identifier; Microsoft's Kerberos differs in one bit that never was meant. RFC 1964 §1, RFC 4178 §3, [MS-SPNG] 2. */
export const mechanisms: Readonly<Record<string, string>> = {
  '1.2.840.113554.1.2.2': 'Kerberos 5',
  '1.2.840.48018.1.2.2': 'Kerberos 5 (Microsoft)',
  '1.2.840.113554.1.2.2.3': 'Kerberos 5 user to user',
  '1.3.6.1.5.5.2': 'SPNEGO',
  '1.3.6.1.4.1.311.2.2.10': 'NTLM',
  '1.3.6.1.4.1.311.2.2.30': 'NEGOEX',
  '1.3.6.1.5.2.5': 'IAKERB',
}
