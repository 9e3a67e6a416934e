// UDP ports behind which another packet may be. The quick walker leaves these datagrams to the dissectors, so both know them from here.

/** L2TP and Teredo, whichever end has the port. RFC 2661, RFC 4380. */
export const carrierPorts = [1701, 3544] as const

/** GTP-U, VXLAN, VXLAN-GPE, Geneve and VXLAN's older port: sent to their port, the sender's own is any. 3GPP TS 29.281 §4.4.2, RFC 7348 §5, RFC 8926 §3.3. */
export const tunnelPorts = [2152, 4789, 4790, 6081, 8472] as const

/** Tunnels that may go without a checksum over IPv6: these, and AMT, LISP, GRE, GUE and MPLS, which are not read. RFC 6935 §5. */
export const withoutChecksum: ReadonlySet<number> = new Set([...carrierPorts, ...tunnelPorts, 2268, 4341, 4754, 6080, 6635])
