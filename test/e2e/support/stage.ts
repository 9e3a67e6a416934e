import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launch, type Viewer, view } from './page.ts'

/**
 * A browser for the tests of a file, and a viewer for each of them, closed behind it. What a page complained of fails its test.
 * @returns opens the viewer of the next test; arguments as those of `view` without the browser
 */
export function stage(): (...how: ViewerArguments) => Promise<Page> {
  let browser: Browser | undefined
  let viewer: Viewer | undefined
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    const complaints = viewer?.complaints
    await viewer?.close()
    viewer = undefined
    expect(complaints ?? []).toEqual([])
  })
  return async (...how) => {
    viewer = await view(browser!, ...how)
    return viewer.page
  }
}

type ViewerArguments = Parameters<typeof view> extends [Browser, ...infer Rest] ? Rest : never
