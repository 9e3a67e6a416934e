import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire as requireFrom } from 'node:module'
import { fileURLToPath } from 'node:url'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Svg } from '../ui/picture/svg.tsx'
import { Mistake } from './mistake.ts'

// resvg draws by itself: no browser, no fonts of the system, the same picture on every machine.

/** Pixels a px, for screens and printers of today. */
const SCALE = 2
/** Pixels; taller ones are opened by few programs. */
const TALLEST = 18_000

let ready: Promise<void> | undefined

/** A picture as PNG. A Mistake where it would be too tall to be legible. */
export async function pngOf({ svg, height }: Svg): Promise<Uint8Array> {
  const scale = Math.min(SCALE, TALLEST / height)
  if (scale < 1) throw new Mistake(`${Math.round(height)} px are too tall for a PNG; --svg draws it`)
  ready ??= readFile(asset('@resvg/resvg-wasm', 'index_bg.wasm')).then(initWasm)
  await ready
  const fontBuffers = await Promise.all(FACES.map(face => readFile(asset('@expo-google-fonts/inter', face))))
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter', monospaceFamily: 'Inter' },
  })
  return drawn.render().asPng()
}

const FACES = ['400Regular/Inter_400Regular.ttf', '500Medium/Inter_500Medium.ttf', '600SemiBold/Inter_600SemiBold.ttf']

/** Where a package's file lies: beside the program that was built (build.mjs), else in the package. */
function asset(name: string, file: string): string {
  const beside = fileURLToPath(new URL(`./drawing/${file}`, import.meta.url))
  return existsSync(beside) ? beside : requireFrom(import.meta.url).resolve(`${name}/${file}`)
}
