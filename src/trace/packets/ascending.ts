/** Whether rows or times are in order already, as nearly always; NaN is not. */
export function isAscending(all: ArrayLike<number>): boolean {
  for (let i = 1; i < all.length; i++) if (!(all[i]! >= all[i - 1]!)) return false
  return true
}
