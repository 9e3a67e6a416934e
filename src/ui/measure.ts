import { useEffect, useState } from 'react'
import type { Measure } from './ladder/label.ts'

let canvas: CanvasRenderingContext2D | null | undefined
const widths = new Map<string, number>()

/** Measures texts of the ladder in the page's own face, at body size times u; again once the face has been loaded. */
export function useMeasure(u: number): Measure {
  const [face, setFace] = useState('')
  useEffect(() => {
    let current = true
    void Promise.all(['400 13px "Inter Variable"', '600 13px "Inter Variable"'].map(font => document.fonts.load(font))).then(() => {
      widths.clear()
      if (current) setFace('loaded')
    })
    return () => {
      current = false
    }
  }, [])
  // A new function when the face changes, so that labels are fitted again.
  const [measure, setMeasure] = useState<Measure>(() => measureAt(u))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same text is wider or narrower in another face
  useEffect(() => setMeasure(() => measureAt(u)), [u, face])
  return measure
}

function measureAt(u: number): Measure {
  return (text, strong) => u * width(text, strong)
}

function width(text: string, strong: boolean): number {
  const key = strong ? `b${text}` : `r${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  canvas ??= document.createElement('canvas').getContext('2d')
  if (!canvas) return text.length * 7
  canvas.font = `${strong ? 600 : 400} 13px "Inter Variable", "Segoe UI", system-ui, sans-serif`
  const measured = canvas.measureText(text).width
  if (widths.size > 20_000) widths.clear()
  widths.set(key, measured)
  return measured
}
