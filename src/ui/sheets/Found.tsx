import { useNamed } from '../notes/named.ts'
import type { Hit } from './hits.ts'

/** One line of what was found, under the heading of its group where it is the first. */
export function Found(props: { id: string; hit: Hit; head?: string; on: boolean; onOver: () => void; onGo: () => void }) {
  const { id, hit, head, on, onOver, onGo } = props
  const named = useNamed()
  return (
    <>
      {head && (
        <li className="cap" role="presentation">
          {head}
        </li>
      )}
      <li
        id={id}
        role="option"
        aria-selected={on}
        ref={element => {
          if (on) element?.scrollIntoView({ block: 'nearest' })
        }}
        onPointerMove={onOver}
        onClick={onGo}
      >
        <span>{hit.group === 'Findings' ? named(hit.name) : hit.name}</span>
        <small>{hit.says}</small>
      </li>
    </>
  )
}
