import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Choosing } from '../useChoosing.ts'

/** Both ends were asked for and one capture was chosen: asks for the other one, or whether the one will do. */
export function OtherEnd({ choosing }: { choosing: Choosing }) {
  const { first, choose, alone, putAside } = choosing
  const name = first?.sources[0]?.name
  return (
    <ModalOverlay className="veil" isOpen={first !== undefined} isDismissable onOpenChange={open => open || putAside()}>
      <Modal className="sheet middling">
        <Dialog className="other-end">
          <Heading slot="title">One of the two is chosen</Heading>
          <ol>
            <li>
              <span className="badge">A</span>
              <b>{name}</b>
            </li>
            <li>
              <span className="badge open">B</span>
              <span className="muted">the capture from the other end, not chosen yet</span>
            </li>
          </ol>
          <p className="small muted">Next time, select both files at once in the dialog, or drop them together.</p>
          <div className="row-end">
            <Button className="btn" onPress={alone}>
              Open this one alone
            </Button>
            <Button className="btn main" autoFocus onPress={() => void choose({ both: true })}>
              Choose the other end…
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
