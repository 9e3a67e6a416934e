import { Icon } from '../icons.tsx'
import type { Row } from '../ladder/row.ts'
import { rowName } from '../ladder/rowName.ts'

/** The inspector put aside, so that two ladders have room; what is selected stands along its edge. */
export function Rail({ row, onOpen }: { row?: Row; onOpen: () => void }) {
  return (
    <aside className="inspector rail" aria-label="Inspector">
      <button type="button" onClick={onOpen}>
        <Icon name="chevron" />
        <span className="off-screen">Open the inspector: </span>
        <span>{row ? rowName(row) : 'What is selected'}</span>
      </button>
    </aside>
  )
}

/** Makes the inspector a rail again. */
export function PutAside({ onPress }: { onPress: () => void }) {
  return (
    <button type="button" className="put-aside" aria-label="Put the inspector aside" title="Put the inspector aside" onClick={onPress}>
      <Icon name="chevron" />
    </button>
  )
}
