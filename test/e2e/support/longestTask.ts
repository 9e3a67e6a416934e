import type { Page } from 'playwright-core'

/**
 * Watches the page's main thread from now on. The function gives the milliseconds of the longest task since it was last asked, 0
 * when none took 50 ms (W3C Long Tasks): a number to print, since it says as much about the machine as about the page.
 */
export async function longestTask(page: Page): Promise<() => Promise<number>> {
  const tasks = await page.evaluateHandle(() => {
    const lasted: number[] = []
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) lasted.push(duration)
    }).observe({ type: 'longtask' })
    return lasted
  })
  return () => tasks.evaluate(lasted => Math.round(Math.max(0, ...lasted.splice(0))))
}
