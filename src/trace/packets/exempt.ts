/** IKE, NAT-T, GDOI, Kerberos, DNS, DHCP, DHCPv6: what policies leave out, so that nothing of it is meant to be secured. */
const PORTS = [500, 4500, 848, 88, 464, 53, 67, 68, 546, 547]

/** 1 at each of them. */
const isLeftOut = new Uint8Array(65_536)
for (const port of PORTS) isLeftOut[port] = 1

/** Whether either port of a flow is one of these. @param ports source * 65536 + destination */
export function isExempt(ports: number): boolean {
  return isLeftOut[ports >>> 16] === 1 || isLeftOut[ports & 0xffff] === 1
}
