/** A message's short name with its meaning, `MM1 (main mode, message 1)`; names that speak for themselves stay. */
export function plainly(name: string): string {
  const [, letters = '', number = ''] = /^([A-Z]{2})(\d+)$/.exec(name) ?? []
  if (name === 'QM1 or QM2') return `${name} (of a quick mode that the capture may have begun within)`
  const mode = modes[letters]
  return mode ? `${name} (${mode}, message ${number})` : name
}

const modes: Readonly<Record<string, string>> = { MM: 'main mode', AM: 'aggressive mode', QM: 'quick mode', BM: 'base mode' }

/** `N3`, `N3 and N4`, `N3, N4 and 7 more`. */
export function listed(all: readonly string[], most = 4, last = 'and'): string {
  if (all.length > most) return `${all.slice(0, most - 1).join(', ')} ${last} ${all.length - most + 1} more`
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${last} ${all.at(-1)}`
}

/** As a sentence begins: what stands behind a colon, on its own. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

// What several rules say alike.

/** What else it could be, of a verdict that rests on a message in the clear. */
export const UNSIGNED = 'Messages in the clear are not signed: another device could have sent it in that name.'
/** The same of one that rests on ICMP. */
export const ICMP_UNSIGNED = 'ICMP messages are not signed: another device could have sent it in that name.'

/** `piece 1 of 2`, `pieces 1 and 3 of 4`; without the total where that is not known. */
export function piecesNamed(numbers: readonly number[], total: number): string {
  return `${numbers.length === 1 ? 'piece' : 'pieces'} ${listed(numbers.map(String))}${total ? ` of ${total}` : ''}`
}
