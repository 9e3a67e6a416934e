import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import type { Figure } from '../picture/figure.ts'
import { svgOf } from '../picture/svg.tsx'

/** Beyond this a picture is cut off, px; browsers draw no larger ones. */
const TALLEST = 9000
/** Pixels a px, for screens and printers of today. */
const SCALE = 2

/** A ladder as a PNG picture, in the page's own face, which is brought along. */
export async function png(figure: Figure): Promise<Blob> {
  const face = inter.startsWith('data:') ? inter : await dataUrl(await (await fetch(inter)).blob())
  const css = `@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(${face})}\n`
  const { svg, width, height } = svgOf([figure], { tallest: TALLEST, css })
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = new OffscreenCanvas(width * SCALE, height * SCALE)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await canvas.convertToBlob({ type: 'image/png' })
  } finally {
    URL.revokeObjectURL(address)
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}
