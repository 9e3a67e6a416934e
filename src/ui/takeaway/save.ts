import type { PageAction } from '../action.ts'
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

/** Says what a file that was saved is called. The program's own window asks where it goes; of a browser only its downloads are known. */
export function savedWords(what: string, name?: string): PageAction {
  const file = name === undefined ? what : `${what}: ${name}`
  return { type: 'told', says: window.ikescope ? `${file} is ready to save` : `${file} saved to your downloads`, done: true }
}
