import { NO_KEY, readKeys } from '../keys/index.ts'

export { LONGEST_KEY_FILE } from '../keys/index.ts'

/** Undefined of a text with keys, or with a line that was meant as one; else what is to be said of it. */
export function withoutKeys(text: string): string | undefined {
  const { keys, problems } = readKeys(text)
  return keys.length === 0 && problems.every(one => one === NO_KEY) ? NO_KEY : undefined
}
