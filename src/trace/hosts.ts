/** Two hosts, whoever is named first. */
export function hostsKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}
