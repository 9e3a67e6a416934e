/**
 * Traffic selector types of IKEv2.
 *
 * Source: IANA ikev2-parameters "Traffic Selector Types" (RFC 7296 §3.13.1, RFC 4595, RFC 9478).
 */
import { type Names, names } from '../../meaning.ts'

/** TS Type. RFC 7296 §3.13.1. */
export const trafficSelectorType: Names = names(
  {
    7: 'TS_IPV4_ADDR_RANGE',
    8: 'TS_IPV6_ADDR_RANGE',
    9: 'TS_FC_ADDR_RANGE',
    10: 'TS_SECLABEL',
  },
  value => (value >= 241 && value <= 255 ? 'Private Use' : undefined),
)
