/** Texts of drawings that cannot be read: those that lie on each other, and those that the edge cuts. */
import type { Page } from 'playwright-core'

/** What is wrong in each drawing that a selector finds, `where: what`. A text's own height is taken, not its line's. */
export function unreadable(page: Page, drawings: string): Promise<string[]> {
  return page.evaluate(async drawings => {
    await document.fonts.ready
    const wrong: string[] = []
    for (const drawing of document.querySelectorAll(drawings)) {
      const frame = drawing.getBoundingClientRect()
      const scale = frame.width / Number(drawing.getAttribute('width'))
      const where = drawing.closest('article')?.querySelector('h3')?.textContent
      const texts = Array.from(drawing.querySelectorAll('text')).flatMap(text => {
        const { left, right, top, bottom } = text.getBoundingClientRect()
        const half = (Number.parseFloat(getComputedStyle(text).fontSize) * scale) / 2
        const middle = (top + bottom) / 2
        const said = Array.from(text.childNodes, one => (one.nodeName === 'title' ? '' : one.textContent)).join('')
        return said.trim() ? [{ said, left, right, top: middle - half, bottom: middle + half }] : []
      })
      texts.sort((one, other) => one.top - other.top)
      for (const [i, one] of texts.entries()) {
        if (one.left < frame.left + 1 || one.right > frame.right - 1) wrong.push(`${where}: "${one.said}" goes beyond the edge`)
        for (let j = i + 1; j < texts.length && texts[j]!.top < one.bottom; j++) {
          const other = texts[j]!
          const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
          const high = Math.min(one.bottom, other.bottom) - other.top
          if (wide > 0.5 * scale && high > 2 * scale) wrong.push(`${where}: "${one.said}" on "${other.said}"`)
        }
      }
    }
    return wrong
  }, drawings)
}
