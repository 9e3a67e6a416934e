import type { DragEvent } from 'react'
import { Icon } from '../icons.tsx'
import type { Made } from './things.ts'

/** In the program's own window: the report, to be dragged into a mail or a folder. A browser cannot give files away like this;
 *  there, and for the keyboard, the Export menu has the same. */
export function DragReport({ make }: { make: () => Promise<Made> }) {
  const program = window.ikescope
  if (!program?.dragOut) return null
  const begin = async (event: DragEvent) => {
    // The system drags a file in place of the page's own drag.
    event.preventDefault()
    const { name, parts, type } = await make()
    program.dragOut(name, new Uint8Array(await new Blob([...parts], { type }).arrayBuffer()))
  }
  return (
    <span
      className="drag-out"
      draggable
      title="Drag the report into a mail or a folder"
      aria-hidden="true"
      onDragStart={event => void begin(event)}
    >
      <Icon name="page" />
    </span>
  )
}
