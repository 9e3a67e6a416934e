import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useApp } from '../app.ts'
import { bindings } from '../keys.ts'

/** All keys on one sheet. */
export function Keys() {
  const { dispatch } = useApp()
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || dispatch({ type: 'dialog' })}>
      <Modal className="sheet all-keys">
        <Dialog>
          <Heading slot="title">Keys</Heading>
          <dl className="keys">
            {bindings.map(({ command, shown, does }) => (
              <div key={command}>
                <dt>
                  {shown.map(key => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd>C</kbd>
              </dt>
              <dd>Copy the selected field’s value, in the fields or the bytes</dd>
            </div>
            <div>
              <dt>
                <kbd>H</kbd>
              </dt>
              <dd>Handbook and words: what can go wrong, and what it is called</dd>
            </div>
          </dl>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
