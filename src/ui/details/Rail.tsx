import { Icon } from '../icons.tsx'
import type { Row } from '../ladder/row.ts'
import { rowWords } from '../ladder/rowName.ts'

/** The inspector put aside, so that two ladders have room; what is selected stands along its edge. */
export function Rail({ row, onOpen }: { row?: Row; onOpen: () => void }) {
  return (
    <aside className="inspector rail" aria-label="Inspector">
      <button type="button" onClick={onOpen}>
        <Icon name="chevron" />
        <span className="off-screen">Open the inspector: </span>
        <span>{row ? nameOf(row) : 'What is selected'}</span>
      </button>
    </aside>
  )
}

/** What a row is, without all else that can be said of it: an edge is short. */
function nameOf(row: Row): string {
  return rowWords(row).split(', ')[0]!
}

/** Makes the inspector a rail again. */
export function PutAside({ onPress }: { onPress: () => void }) {
  return (
    <button type="button" className="put-aside" aria-label="Put the inspector aside" title="Put the inspector aside" onClick={onPress}>
      <Icon name="chevron" />
    </button>
  )
}
