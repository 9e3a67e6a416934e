import { useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'
import { useNavigate } from '../navigation.ts'

/** The way to a packet by its number; `B12` is one of the other capture. */
export function GoTo({ traces }: { traces: readonly TraceSummary[] }) {
  const { state, dispatch } = useApp()
  const { toPacket } = useNavigate()
  const [text, setText] = useState('')
  const [, side, digits] = /^\s*([ab]?)#?(\d+)\s*$/i.exec(text) ?? []
  const at = side ? ('ab'.indexOf(side.toLowerCase()) as 0 | 1) : state.trace
  const number = Number(digits)
  const count = traces[at]?.packets ?? 0
  const there = number >= 1 && number <= count
  const name = traces.length > 1 ? 'AB'[at] : ''
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || dispatch({ type: 'dialog' })}>
      <Modal className="sheet narrow">
        <Dialog aria-label="Go to packet">
          <div className="seek">
            <Icon name="find" />
            <input
              autoFocus
              type="text"
              inputMode={traces.length > 1 ? 'text' : 'numeric'}
              aria-label="Number of the packet"
              placeholder={`Go to packet, ${name}1 to ${name}${count}`}
              autoComplete="off"
              value={text}
              onChange={event => setText(event.currentTarget.value)}
              onKeyDown={event => {
                if (event.key !== 'Enter' || !there) return
                event.preventDefault()
                dispatch({ type: 'dialog' })
                toPacket(at, number)
              }}
            />
            {there && <kbd>Enter</kbd>}
          </div>
          {text.trim() !== '' && !there && (
            <p className="seek-none">{count > 0 ? `There are packets ${name}1 to ${name}${count}.` : 'There is no capture B.'}</p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
