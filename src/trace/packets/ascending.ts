/** Whether rows or times are in order already, as nearly always; NaN is not. */
export function isAscending(all: ArrayLike<number>): boolean {
  for (let i = 1; i < all.length; i++) if (!(all[i]! >= all[i - 1]!)) return false
  return true
}

/** How many at the beginning of something in order are so. @param isSo holds for those and for none behind them; of an index below `length` */
export function countWhile(length: number, isSo: (at: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(middle)) low = middle + 1
    else high = middle
  }
  return low
}
