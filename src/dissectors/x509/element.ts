import * as asn1 from 'asn1js'

/** A decoded element of asn1js; read it with the functions here, which look before they take. */
// biome-ignore lint/suspicious/noExplicitAny: asn1js types a decoded element by what it turned out to be
export type Element = any

/** DER as an element; undefined when it is not exactly one. X.690 §8.1. */
export function decode(bytes: Uint8Array): Element | undefined {
  try {
    const { offset, result } = asn1.fromBER(bytes)
    return offset === bytes.length ? result : undefined
  } catch {
    return undefined
  }
}

/** The elements inside a constructed one. An object identifier keeps its numbers in the same place: these are none. */
export function parts(element: Element): Element[] {
  const value = element?.valueBlock?.value
  return Array.isArray(value) ? value.filter(part => part?.valueBlock !== undefined) : []
}

/** Whether an element has a context-specific tag of this number. */
export function tagged(element: Element, number: number): boolean {
  return element.idBlock.tagClass === 3 && element.idBlock.tagNumber === number
}
