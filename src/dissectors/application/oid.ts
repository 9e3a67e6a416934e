/** An OBJECT IDENTIFIER's content as dotted numbers; undefined when it is none. ITU-T X.690 §8.19. */
export function objectIdentifier(bytes: Uint8Array): string | undefined {
  const numbers: number[] = []
  let number = 0
  for (const octet of bytes) {
    number = number * 128 + (octet & 0x7f)
    if (octet & 0x80) continue
    numbers.push(number)
    number = 0
  }
  if (numbers.length === 0 || bytes.at(-1)! & 0x80) return undefined
  const [first = 0, ...others] = numbers
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - 40 * root, ...others].join('.')
}
