/** axe-core, the usual judge of what a screen reader, a keyboard and weak eyes meet on a page. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run(options: unknown): Promise<{ violations: readonly Violation[] }>
}

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly any: readonly { readonly message: string }[] }[]
}

/** What axe objects to and is right as it is, each with the reason. */
const excused: readonly { readonly rule: string; readonly of: RegExp }[] = [
  // A row of the ladder is told in words; the numbers and signs of its drawing are content, not its label (WCAG 2.5.3 speaks of labels).
  { rule: 'label-content-name-mismatch', of: /^<g [^>]*role="option"/ },
  // What stands beside a name of a menu is its description, and told as such.
  { rule: 'label-content-name-mismatch', of: /role="menuitem"[^>]* aria-describedby=/ },
  // React Aria's popover: a dialog, and beside it the button by which a screen reader leaves it.
  { rule: 'region', of: /^<div style="display: contents;">/ },
]

/** What is wrong with the page as it stands, the rule first: WCAG 2.2 A and AA, and what axe calls best practice. */
export async function objections(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !excused.some(({ rule, of }) => rule === id && of.test(html)))
      .map(({ html, any }) => `${id}: ${help} · ${html.slice(0, 160)} · ${any[0]?.message ?? ''}`),
  )
}
