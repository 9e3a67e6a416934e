/** Where the window stood when it was closed, in one small file of the user's own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BrowserWindow, Rectangle } from 'electron'

/** Where it stood, in pixels of the screen, and whether it filled it. */
export interface WindowState {
  readonly bounds?: Rectangle
  readonly maximized?: boolean
}

const least = { width: 900, height: 600 }
/** Pixels of the title bar that must be on a screen, so that the window can be taken hold of. */
const GRIP = { width: 120, height: 40 }

/** What was kept; nothing when there is no such file, or it says something else. */
export function loadWindowState(path: string): WindowState {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(path, 'utf8')) as { bounds?: unknown; maximized?: unknown }
    return { ...(isRectangle(bounds) ? { bounds } : {}), maximized: maximized === true }
  } catch {
    return {}
  }
}

/** The place kept, if a screen is still there that shows it. @param screens the work areas of the screens there are */
export function placeOf({ bounds }: WindowState, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (!bounds) return {}
  const { x, y } = bounds
  const width = Math.max(least.width, bounds.width)
  const height = Math.max(least.height, bounds.height)
  const seen = screens.some(
    screen =>
      Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= GRIP.width &&
      y >= screen.y - 1 &&
      y + GRIP.height <= screen.y + screen.height,
  )
  return seen ? { x, y, width, height } : { width, height }
}

/** Keeps the state when the window closes; a folder that cannot be written costs only that. */
export function keepWindowState(window: Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized'>, path: string): void {
  window.on('close', () => {
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, JSON.stringify({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }))
    } catch {
      return
    }
  })
}

function isRectangle(one: unknown): one is Rectangle {
  const { x, y, width, height } = (one ?? {}) as Rectangle
  return [x, y, width, height].every(Number.isSafeInteger) && width > 0 && height > 0
}
