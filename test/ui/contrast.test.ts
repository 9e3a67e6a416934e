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

type Three = readonly [number, number, number]

function linear(colour: string): Three {
  return [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as unknown as Three
}

function luminance(colour: string): number {
  const [r, g, b] = linear(colour)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** How those who lack one kind of cone see linear colours. Machado, Oliveira, Fernandes 2009, severity 1. */
const sights: Readonly<Record<string, readonly [Three, Three, Three]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** CIELAB, white D65. */
function lab([r, g, b]: Three): Three {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const [x, y, z] = [
    f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047),
    f(0.2126 * r + 0.7152 * g + 0.0722 * b),
    f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883),
  ]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function seenBy(sight: readonly [Three, Three, Three], colour: string): Three {
  const light = linear(colour)
  return lab(
    sight.map(row =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, part, i) => sum + part * light[i]!, 0),
        ),
      ),
    ) as unknown as Three,
  )
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

  // Shapes tell them apart as well (the legend's test); a difference of 2.3 is just seen.
  test.each(Object.entries(sights))('%s: no two meanings look alike', (_, sight) => {
    const four = ['fine', 'again', 'lost', 'refused'].map(name => ({ name, at: seenBy(sight, all[name]!) }))
    const apart = four.flatMap((one, i) =>
      four
        .slice(i + 1)
        .map(other => ({ pair: `${one.name} ${other.name}`, apart: Math.hypot(...one.at.map((part, j) => part - other.at[j]!)) })),
    )
    expect(apart).toHaveLength(6)
    expect(apart.filter(({ apart }) => !(apart >= 8))).toEqual([])
  })

  test('lifelines: 3 to 1', () => {
    expect(below(3, [on('lane', 'paper'), on('lane', 'desk')])).toEqual([])
  })
})

test('dark is the same whether the system or somebody chose it', () => {
  expect(colours(':root:not(.light)')).toEqual(colours('.dark'))
})
