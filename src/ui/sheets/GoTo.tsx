import { useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { captureAt, captureCalled, captureName, inList } from '../captures.ts'
import { Icon } from '../icons.tsx'
import { useNavigate } from '../navigation.ts'

/** The way to a packet by its number; `B12` is one of B's capture, `R12` one of a router's. */
export function GoTo({ report }: { report: Report }) {
  const { state, dispatch } = useApp()
  const { toPacket } = useNavigate()
  const [text, setText] = useState('')
  const [, side, digits] = /^\s*([abr]?)#?(\d+)\s*$/i.exec(text) ?? []
  const at = captureCalled(side, inList(state))
  const number = Number(digits)
  const count = captureAt(report, at)?.packets ?? 0
  const there = number >= 1 && number <= count
  const several = report.traces.length > 1
  const name = several ? captureName(at) : ''
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || dispatch({ type: 'dialog' })}>
      <Modal className="sheet narrow">
        <Dialog aria-label="Go to packet">
          <div className="seek">
            <Icon name="find" />
            <input
              autoFocus
              type="text"
              inputMode={several ? 'text' : 'numeric'}
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
            <p className="seek-none">
              {count > 0 ? `There are packets ${name}1 to ${name}${count}.` : `There is no capture ${captureName(at)}.`}
            </p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
