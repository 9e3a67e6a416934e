import type { OfferRow } from '../../trace/negotiation/offerMatrix.ts'

// A table that is selected and copied is pasted elsewhere: into a mail, or into a sheet. Cells of an offer hold several lines each,
// and a browser makes a line of each; so what is selected is written anew: a row a line, with tabs between its cells.

/** A cell of an offer in one line: `MD5 (≠ SHA)`. */
export function cellText({ values, beside, unlike }: OfferRow, column: string): string {
  const own = (values[column] ?? ['none']).join(' / ')
  return unlike.includes(column) ? `${own} (≠ ${(beside?.[column] ?? ['none']).join(' / ')})` : own
}

/** What is selected inside an element that holds tables; undefined where no table is meant, or not more than one of its cells. */
export function asCopied(within: Element, selection: Selection | null): string | undefined {
  if (!selection || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  let cells = 0
  const parts = [...within.children].flatMap(child => {
    if (!range.intersectsNode(child) || child.tagName === 'BUTTON') return []
    const table = child.querySelector('table')
    if (!table) return selectedText(child, range)
    const rows = [...table.rows].map(row => [...row.cells].filter(cell => range.intersectsNode(cell)))
    cells += rows.flat().length
    const caption = table.caption && range.intersectsNode(table.caption) ? [table.caption.textContent] : []
    return [...caption, ...rows.filter(row => row.length > 0).map(row => row.map(textOf).join('\t'))]
  })
  return cells < 2 ? undefined : parts.filter(part => part !== '').join('\n')
}

function textOf(cell: HTMLTableCellElement): string {
  return cell.dataset.text ?? cell.textContent.replaceAll('\u00ad', '')
}

function selectedText(element: Element, range: Range): string {
  const part = range.cloneRange()
  if (!element.contains(range.startContainer)) part.setStart(element, 0)
  if (!element.contains(range.endContainer)) part.setEnd(element, element.childNodes.length)
  return part.toString().trim()
}
