import { address, hex, printable } from '../text.ts'
import { decode, type Element, parts } from './element.ts'

/** Text of a DER name as RFC 4514 writes it, the most special part first; undefined when it is none. */
export function distinguishedName(bytes: Uint8Array): string | undefined {
  try {
    const root = decode(bytes)
    return root && parts(root).every(rdn => parts(rdn).length > 0) ? nameOf(root) : undefined
  } catch {
    return undefined
  }
}

/** Text of a DER GeneralName; undefined when it is none. */
export function generalNameText(bytes: Uint8Array): string | undefined {
  try {
    const root = decode(bytes)
    return root && root.idBlock.tagClass === 3 ? generalName(root) : undefined
  } catch {
    return undefined
  }
}

/** A decoded name. RFC 5280 §4.1.2.4. */
export function nameOf(rdnSequence: Element): string {
  return parts(rdnSequence)
    .map(rdn => parts(rdn).map(attributeOf).join('+'))
    .reverse()
    .join(', ')
}

function attributeOf(attribute: Element): string {
  const [type, value] = parts(attribute)
  const oid: string = type.valueBlock.toString()
  const text = value.valueBlock.value
  return `${attributeNames[oid] ?? oid}=${typeof text === 'string' ? escaped(text) : `#${hex(value.valueBeforeDecodeView)}`}`
}

/** RFC 4514 §2.4; unprintable characters as their code. */
function escaped(text: string): string {
  return printable(new TextEncoder().encode(text.replaceAll(/[,+"\\<>;]|^[ #]| $/g, c => `\\${c}`)))
}

/** RFC 4514 §3, and the short forms in common use. */
const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.2.840.113549.1.9.8': 'unstructuredAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** One GeneralName, also the content of ID_DER_ASN1_GN. RFC 5280 §4.2.1.6. */
export function generalName(name: Element): string {
  const content: Uint8Array | undefined = name.valueBlock.valueHexView
  const tag = name.idBlock.tagNumber
  if (tag === 4) return nameOf(parts(name)[0])
  if (tag === 7 && content) return address(content)
  if ((tag === 1 || tag === 2 || tag === 6) && content) return printable(content)
  return hex(content ?? new Uint8Array())
}
