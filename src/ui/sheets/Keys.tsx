import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useApp } from '../app.ts'
import { bindings } from '../keys.ts'
import { lessonKeys } from '../lessons/useLessonKeys.ts'

/** All keys on one sheet; while a lesson runs, those that it takes for itself first. */
export function Keys() {
  const { state, dispatch } = useApp()
  const ofLesson = state.course ? lessonKeys : []
  const taken = new Set(ofLesson.flatMap(({ shown }) => shown))
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || dispatch({ type: 'dialog' })}>
      <Modal className="sheet all-keys">
        <Dialog>
          <Heading slot="title">Keys</Heading>
          <dl className="keys">
            {ofLesson.map(row)}
            {bindings.filter(({ shown }) => !shown.some(key => taken.has(key))).map(row)}
            {row({ shown: ['C'], does: 'Copy the selected field’s value, in the fields or the bytes' })}
            {row({ shown: ['F1'], does: 'Handbook and words: what can go wrong, and what it is called' })}
          </dl>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function row({ shown, does }: { readonly shown: readonly string[]; readonly does: string }) {
  return (
    <div key={does}>
      <dt>
        {shown.map(key => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  )
}
