import { useState } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Icon } from '../icons.tsx'
import { save } from './save.ts'
import type { Made } from './things.ts'

/** Several files that belong together, each to be saved by a press of its own: browsers ask before they save two at once. */
export function Ready({ made, onSave, onDone }: { made: readonly Made[]; onSave: (one: Made) => void; onDone: () => void }) {
  const [saved, setSaved] = useState<ReadonlySet<Made>>(new Set())
  return (
    <ModalOverlay className="veil" isOpen={made.length > 0} isDismissable onOpenChange={open => open || onDone()}>
      <Modal className="sheet ready">
        <Dialog>
          <Heading slot="title">Ready to save</Heading>
          <ul>
            {made.map(one => (
              <li key={one.name}>
                <Button
                  className="btn"
                  onPress={() => {
                    save(one)
                    setSaved(before => new Set(before).add(one))
                    onSave(one)
                  }}
                >
                  {saved.has(one) && <Icon name="done" />}
                  {saved.has(one) ? 'Saved' : 'Save'} {one.name}
                </Button>
                {one.beware && <p className="lost small">{one.beware}</p>}
              </li>
            ))}
          </ul>
          <div className="row-end">
            <Button className="btn main" onPress={onDone}>
              Done
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
