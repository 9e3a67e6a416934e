import { useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { LONGEST_NOTE } from '../../workspace/file.ts'
import { useApp } from '../app.ts'
import { noteOn } from './added.ts'
import { KeptWhere } from './KeptWhere.tsx'

/** Writes, changes or takes away the note on the selected packet. */
export function NoteSheet({ name }: { name?: string }) {
  const { state, dispatch } = useApp()
  const { selection, trace } = state
  const known = selection && noteOn(state.notes, trace, selection.packet)
  const [text, setText] = useState(known?.text ?? '')
  const close = () => dispatch({ type: 'dialog' })
  const keep = (text: string) => {
    if (selection) dispatch({ type: 'note', trace, packet: selection.packet, text })
    close()
  }
  const about = selection ? `packet ${trace === 0 ? 'A' : 'B'}${selection.packet}` : ''
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || close()}>
      <Modal className="sheet middling">
        <Dialog>
          <Heading slot="title">{selection ? `Note on ${name ? `${name}, ` : ''}${about}` : 'Choose a message first'}</Heading>
          <form
            className="noting"
            onSubmit={event => {
              event.preventDefault()
              keep(text)
            }}
          >
            {selection && (
              <textarea
                autoFocus
                aria-label={`Note on ${about}`}
                maxLength={LONGEST_NOTE}
                rows={4}
                value={text}
                onChange={event => setText(event.currentTarget.value)}
                onKeyDown={event => {
                  if (event.key !== 'Enter' || event.shiftKey) return
                  event.preventDefault()
                  keep(text)
                }}
              />
            )}
            <KeptWhere also="Shift and Enter: a new line." />
            <div className="row-end">
              {known && (
                <button type="button" className="btn" onClick={() => keep('')}>
                  Take it away
                </button>
              )}
              <button type="submit" className="btn main" disabled={!selection}>
                Keep it
              </button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
