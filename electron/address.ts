/** The page's own scheme: an origin of its own, so that storage lasts, fetch works and nothing is a file: URL. */
export const scheme = 'ikescope'
const host = 'app'

/** Where the page is. */
export const page = `${scheme}://${host}/`

/** Whether a URL is the page or belongs to it. */
export function isOurs(url: string): boolean {
  return url.startsWith(page)
}

/** The path to answer for, or undefined when the URL is not one of ours. */
export function pathOf(url: string): string | undefined {
  return isOurs(url) ? url.slice(page.length - 1).split(/[?#]/)[0] : undefined
}
