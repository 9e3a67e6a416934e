import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { save } from './save.ts'
import type { Made } from './things.ts'

/** Several files that belong together, each to be saved by a press of its own: browsers ask before they save two at once. */
export function Ready({ made, onDone }: { made: readonly Made[]; onDone: () => void }) {
  return (
    <ModalOverlay className="veil" isOpen={made.length > 0} isDismissable onOpenChange={open => open || onDone()}>
      <Modal className="sheet ready">
        <Dialog>
          <Heading slot="title">Ready to save</Heading>
          <ul>
            {made.map(one => (
              <li key={one.name}>
                <Button className="btn" onPress={() => save(one)}>
                  Save {one.name}
                </Button>
                {one.beware && <p className="lost small">{one.beware}</p>}
              </li>
            ))}
          </ul>
          <Button className="btn main" onPress={onDone}>
            Done
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
