/** Milliseconds that the fields of a packet may take to come into view. */
const PATIENCE = 2000

/** Leads the focus to the fields of the selected packet; where the inspector stands aside, it is opened first. */
export function intoInspector(): void {
  if (toFields()) return
  openInspector()
  const seen = new MutationObserver(() => toFields() && seen.disconnect())
  seen.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => seen.disconnect(), PATIENCE)
}

/** Opens the inspector where it stands aside. */
export function openInspector(): void {
  document.querySelector<HTMLElement>('.rail button')?.click()
}

function toFields(): boolean {
  const fields = document.querySelector<HTMLElement>('[data-pane=fields]')
  fields?.focus()
  return fields !== null
}
