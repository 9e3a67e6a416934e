/** Milliseconds that the next file of one gesture may be late. */
const LATE = 300

/** Files that come one after the other become one opening: two captures chosen together in the file manager arrive as two
 *  `open-file` events on macOS, and as two starts of the program on Windows. They are two ends of one event, not two events. */
export function gather(open: (paths: readonly string[]) => void, late = LATE): (paths: readonly string[]) => void {
  let waiting: readonly string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  return paths => {
    waiting = [...waiting, ...paths]
    clearTimeout(timer)
    timer = setTimeout(() => {
      const all = [...new Set(waiting)]
      waiting = []
      if (all.length > 0) open(all)
    }, late)
  }
}
