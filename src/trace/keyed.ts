/** Puts one more into the list under a key, which begins with it where there is none yet. */
export function addUnder<K, T>(lists: Map<K, T[]>, key: K, one: T): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}
