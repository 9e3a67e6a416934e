/** Colours that carry words or meaning stand out from what lies behind them, in both themes. WCAG 2.2, 1.4.3 and 1.4.11. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const css = readFileSync(fileURLToPath(new URL('../../src/ui/tokens.css', import.meta.url)), 'utf8')

/** The custom properties of the first block that a selector opens. */
function colours(selector: string): Readonly<Record<string, string>> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0]!
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]))
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['paper', 'desk', 'well', 'raise', 'net']
const meanings = ['fine', 'again', 'lost', 'refused', 'here']

describe.each([':root', '.dark', ':root:not(.light)'])('%s', selector => {
  const all = colours(selector)
  const on = (ink: string, ground: string) => ({ ink, ground, contrast: contrast(all[ink]!, all[ground]!) })
  const below = (least: number, pairs: readonly ReturnType<typeof on>[]) => pairs.filter(pair => !(pair.contrast >= least))

  test('words: 4.5 to 1', () => {
    const plain = ['ink', 'ink-2', 'ink-3'].flatMap(ink => surfaces.map(ground => on(ink, ground)))
    const meaning = meanings.flatMap(ink => ['paper', 'desk', 'raise', 'net', `${ink}-bg`].map(ground => on(ink, ground)))
    expect(below(4.5, [...plain, ...meaning, on('paper', 'ink')])).toEqual([])
  })

  test('lifelines: 3 to 1', () => {
    expect(below(3, [on('lane', 'paper'), on('lane', 'desk')])).toEqual([])
  })
})

test('dark is the same whether the system or somebody chose it', () => {
  expect(colours(':root:not(.light)')).toEqual(colours('.dark'))
})
