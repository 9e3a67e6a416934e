import type { Row } from '../ladder/row.ts'

/** What a menu is about: the thing under the pointer, or the selected one where the menu key was pressed. */
export type Subject =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'packet'; readonly packet: number }
  | { readonly kind: 'negotiation'; readonly id: string }
  | { readonly kind: 'host'; readonly address: string }
  | { readonly kind: 'finding'; readonly index: number }
  | { readonly kind: 'field'; readonly path: string }

/** The part of the page that a menu is asked for at: of a list that has the focus its selected entry. */
export function elementAt(target: EventTarget | null): Element | undefined {
  if (!(target instanceof Element) || target.closest('input,textarea,select,[role=menu]')) return undefined
  const active = target.getAttribute('aria-activedescendant')
  return (active ? document.getElementById(active) : null) ?? target
}

/** What that part is about, by the nearest mark that says so; undefined: it is about nothing, the browser's own menu will do. */
export function subjectAt(element: Element, rowOf: (id: string) => Row | undefined): Subject | undefined {
  const at = element.closest<HTMLElement>('[data-row],[data-packet],[data-negotiation],[data-peer],[data-finding],[data-path]')
  const { row, packet, negotiation, peer, finding, path } = at?.dataset ?? {}
  if (row !== undefined) {
    const found = rowOf(row)
    return found && { kind: 'row', row: found }
  }
  if (packet !== undefined) return { kind: 'packet', packet: Number(packet) }
  if (negotiation !== undefined) return { kind: 'negotiation', id: negotiation }
  if (peer !== undefined) return { kind: 'host', address: peer }
  if (finding !== undefined) return { kind: 'finding', index: Number(finding) }
  return path === undefined ? undefined : { kind: 'field', path }
}
