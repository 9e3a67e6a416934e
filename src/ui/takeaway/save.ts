import type { Made } from './things.ts'

/** Long enough for the browser to have taken it. */
const HELD = 60_000

/** Lets the browser save a file where its user says. */
export function save({ name, parts, type }: Made): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), HELD)
}
