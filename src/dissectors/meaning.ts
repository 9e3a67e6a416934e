/** What a value stands for; undefined when the registry does not say. An unknown number is shown as a number. */
export type Meaning<T = number> = (value: T) => string | undefined

/** A table of a registry's names, callable as a meaning: `exchangeType(34) === 'IKE_SA_INIT'`. */
export interface Names extends Meaning<number> {
  readonly entries: Readonly<Record<number, string>>
}

/** Makes a table of names. `otherwise` answers for numbers the table lacks (private ranges, reserved blocks). */
export function names(entries: Readonly<Record<number, string>>, otherwise?: Meaning<number>): Names {
  return Object.assign((value: number) => entries[value] ?? otherwise?.(value), { entries })
}
