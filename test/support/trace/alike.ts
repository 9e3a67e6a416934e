/** Where two reports differ, when their times may be `apart` seconds from each other: numbers in times and in texts. */
export function differences(a: unknown, b: unknown, apart: number, path = ''): string[] {
  if (typeof a === 'number' && typeof b === 'number') return near(a, b, apart) ? [] : [`${path}: ${a}, ${b}`]
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b, apart) ? [] : [`${path}: ${a}, ${b}`]
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? [] : [`${path}: ${a}, ${b}`]
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap(key =>
    differences(left[key], right[key], apart, path ? `${path}.${key}` : key),
  )
}

function near(a: number, b: number, apart: number): boolean {
  if (Number.isInteger(a) && Number.isInteger(b)) return a === b
  return a === b || Math.abs(a - b) <= apart
}

const number = /\d+(\.\d+)?/g

/** The same words, and in them the same numbers but for fractions of seconds. */
function sameText(a: string, b: string, apart: number): boolean {
  if (a === b) return true
  if (a.replaceAll(number, '#') !== b.replaceAll(number, '#')) return false
  const [left, right] = [a.match(number) ?? [], b.match(number) ?? []]
  return left.every((digits, i) => digits === right[i] || (digits.includes('.') && near(Number(digits), Number(right[i]), apart)))
}
