const LENGTHS: Readonly<Record<string, number>> = { 'Main Mode': 6, 'Aggressive Mode': 3, 'Base Mode': 4, 'Quick Mode': 3 }

/** How many messages an exchange of IKEv1 takes when all goes well, by its type in the report; undefined when that varies. RFC 2408 §4.4, RFC 2409 §5. */
export function lengthOf(type: string): number | undefined {
  return LENGTHS[type]
}
