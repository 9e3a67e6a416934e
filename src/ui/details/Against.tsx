import type { Everywhere } from '../../trace/pair/everywhere.ts'
import { type Capture, captureName, ROUTER } from '../captures.ts'
import { numberIn } from './everywhere.ts'

/** The captures that have the packet too, the other end first; what a router has is held against the end in view first. */
export function comparable(numbers: Everywhere, own: Capture, trace: 0 | 1): Capture[] {
  const order: readonly Capture[] = own === ROUTER ? [trace, trace === 0 ? 1 : 0] : [own === 0 ? 1 : 0, ROUTER]
  return order.filter(capture => numberIn(numbers, capture) !== undefined)
}

/** With three captures: which of the other two a packet is held against. */
export function Against(props: {
  others: readonly Capture[]
  numbers: Everywhere
  chosen: Capture | undefined
  choose: (capture: Capture) => void
}) {
  const { others, numbers, chosen, choose } = props
  return (
    <div className="seen-as" role="group" aria-label="Compared with">
      <span className="small">compared with</span>
      {others.map(capture => (
        <button key={capture} type="button" aria-pressed={capture === chosen} onClick={() => choose(capture)}>
          {captureName(capture)}
          {numberIn(numbers, capture)}
        </button>
      ))}
    </div>
  )
}
