import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useApp } from '../app.ts'
import { groups } from '../keys.ts'
import { besideLesson, lessonKeys } from '../lessons/useLessonKeys.ts'

interface Line {
  readonly shown: readonly string[]
  readonly does: string
}

/** Keys that are heard where they are meant and not by the workspace, by the group they belong to. */
const elsewhere: Readonly<Record<string, readonly Line[]>> = {
  'The chosen message': [{ shown: ['C'], does: 'Copy the selected field’s value, in the fields or the bytes' }],
  'Everything else': [{ shown: ['F1'], does: 'Handbook and words: what can go wrong, and what it is called' }],
}

/** All keys on one sheet, in groups; while a lesson runs, its own first. */
export function Keys() {
  const { state, dispatch } = useApp()
  const ofLesson = state.course ? lessonKeys : []
  const keyNow = (key: string) => (state.course ? besideLesson(key) : key)
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || dispatch({ type: 'dialog' })}>
      <Modal className="sheet all-keys">
        <Dialog>
          <Heading slot="title">Keys</Heading>
          <div className="keys">
            {ofLesson.length > 0 && <Part title="The lesson" lines={ofLesson} />}
            {groups.map(({ title, bindings }) => (
              <Part
                key={title}
                title={title}
                lines={[...bindings.map(({ shown, does }) => ({ shown: shown.map(keyNow), does })), ...(elsewhere[title] ?? [])]}
              />
            ))}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Part({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section>
      <h3 className="cap">{title}</h3>
      <dl>
        {lines.map(({ shown, does }) => (
          <div key={does}>
            <dt>
              {shown.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
