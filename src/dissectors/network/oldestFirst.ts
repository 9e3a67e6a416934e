/**
 * Things in the order in which they came, of which the oldest is asked for again and again. A Set would pass over all that
 * have gone each time it is asked.
 */
export class OldestFirst<T> {
  private readonly places = new Map<T, number>()
  /** Those at place `left` and behind it; what has gone leaves a hole, and those in front of `head` have all gone. */
  private items: (T | undefined)[] = []
  private left = 0
  private head = 0

  get size(): number {
    return this.places.size
  }

  add(one: T): void {
    if (!this.places.has(one)) this.places.set(one, this.left + this.items.push(one) - 1)
  }

  /** False when it is not here. */
  delete(one: T): boolean {
    const place = this.places.get(one)
    if (place === undefined) return false
    this.places.delete(one)
    this.items[place - this.left] = undefined
    while (this.head < this.items.length && this.items[this.head] === undefined) this.head++
    if (this.head > MANY && 2 * this.head > this.items.length) {
      this.items = this.items.slice(this.head)
      this.left += this.head
      this.head = 0
    }
    return true
  }

  /** The oldest, but not this one. */
  oldestBut(one: T): T | undefined {
    for (let at = this.head; at < this.items.length; at++) {
      const item = this.items[at]
      if (item !== undefined && item !== one) return item
    }
    return undefined
  }

  *[Symbol.iterator](): Iterator<T> {
    yield* this.places.keys()
  }
}

/** Holes in front for which the rest is moved. */
const MANY = 1024
