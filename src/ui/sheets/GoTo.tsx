import { useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { captureAt, captureName, inList, rangesSaid } from '../captures.ts'
import { Icon } from '../icons.tsx'
import { useNavigate } from '../navigation.ts'
import { packetCalled } from './meant.ts'

/** The way to a packet by its number; `B12` is one of B's capture, `R12` one of a router's. */
export function GoTo({ report }: { report: Report }) {
  const { state, dispatch } = useApp()
  const { toPacket } = useNavigate()
  const [text, setText] = useState('')
  const called = packetCalled(text, inList(state))
  const { capture: at, number } = called ?? { capture: inList(state), number: 0 }
  const count = captureAt(report, at)?.packets ?? 0
  const there = number >= 1 && number <= count
  const several = report.traces.length > 1
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
              placeholder={`Go to packet, ${rangesSaid(report, 'or')}`}
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
            {there && several && <span className="muted">{`${captureName(at)}${number}`}</span>}
            {there && <kbd>Enter</kbd>}
          </div>
          {text.trim() !== '' && !there && (
            <p className="seek-none">
              {captureAt(report, at) ? `There are packets ${rangesSaid(report, 'and')}.` : `There is no capture ${captureName(at)}.`}
            </p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
