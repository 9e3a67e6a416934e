import type { Field } from './field.ts'
import { hex } from './text.ts'

/** A tree as indented text with offsets and hex: the product's own output, and the form of the goldens. */
export function dump(field: Field, bytes: Uint8Array, depth = 0): string {
  const own = field.bytes ?? bytes
  const range = field.bits === undefined ? `${at(field.start)}-${at(Math.max(field.start, field.end - 1))}` : ' '.repeat(9)
  const line = `${range}  ${'  '.repeat(depth)}${field.name}${said(field, own)}${field.problem ? `   ! ${field.problem.weight}: ${field.problem.says}` : ''}`
  return [line.trimEnd(), ...(field.children ?? []).map(child => dump(child, own, depth + 1))].join('\n')
}

function said(field: Field, bytes: Uint8Array): string {
  if (field.children && field.bits === undefined && field.value === undefined)
    return field.meaning === undefined ? '' : `: ${field.meaning}`
  const value = field.value ?? shortHex(bytes.subarray(field.start, field.end))
  return `: ${value}${field.meaning === undefined ? '' : ` (${field.meaning})`}`
}

function shortHex(bytes: Uint8Array): string {
  return bytes.length <= 24 ? hex(bytes) : `${hex(bytes.subarray(0, 24))}… ${bytes.length} bytes`
}

function at(offset: number): string {
  return offset.toString(16).padStart(4, '0')
}
