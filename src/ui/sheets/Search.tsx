import { useId, useMemo, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'
import type { HostPair } from '../ladder/hostPairs.ts'
import { grouped } from '../ladder/label.ts'
import { useNavigate } from '../navigation.ts'
import { type Hit, hits } from './hits.ts'

/** Search, and the way to a packet by its number: one line, what it finds below. */
export function Search({
  report,
  trace,
  pairs,
  mode,
}: {
  report: Report
  trace: TraceSummary
  pairs: readonly HostPair[]
  mode: 'search' | 'packet'
}) {
  const { state, dispatch } = useApp()
  const { toPacket, toNegotiation } = useNavigate()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const all = useMemo(() => {
    const found = hits(text, { report, trace, which: state.trace, pairs })
    return mode === 'packet' ? found.filter(hit => hit.id.startsWith('packet ')) : found
  }, [text, report, trace, state.trace, pairs, mode])
  const go = (hit: Hit | undefined) => {
    if (!hit) return
    dispatch({ type: 'dialog' })
    if ('packet' in hit.to) toPacket(state.trace, hit.to.packet)
    else toNegotiation(hit.to.pair, hit.to.negotiation)
  }
  const current = Math.min(at, all.length - 1)
  const hint = mode === 'packet' ? `1 to ${grouped(trace.packets)}` : 'MM5, 10.0.0.5, c0ffee01, a packet’s number'
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || dispatch({ type: 'dialog' })}>
      <Modal className="sheet">
        <Dialog aria-label={mode === 'packet' ? 'Go to packet' : 'Search'}>
          <div className="seek">
            <Icon name="find" />
            <input
              autoFocus
              type="text"
              inputMode={mode === 'packet' ? 'numeric' : 'search'}
              role="combobox"
              aria-expanded={all.length > 0}
              aria-controls={id}
              aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
              aria-label={mode === 'packet' ? 'Number of the packet' : 'Search for'}
              placeholder={mode === 'packet' ? `Go to packet, ${hint}` : `Search: ${hint}`}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={event => {
                setText(event.currentTarget.value)
                setAt(0)
              }}
              onKeyDown={event => {
                if (event.key === 'Enter') go(all[current])
                else if (event.key === 'ArrowDown') setAt(Math.min(current + 1, all.length - 1))
                else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
                else return
                event.preventDefault()
              }}
            />
          </div>
          <ul className="hits" id={id} role="listbox" aria-label="Found">
            {all.map((hit, i) => (
              <li
                key={hit.id}
                id={`${id}-${i}`}
                role="option"
                aria-selected={i === current}
                ref={element => {
                  if (i === current) element?.scrollIntoView({ block: 'nearest' })
                }}
                onPointerMove={() => i !== current && setAt(i)}
                onClick={() => go(hit)}
              >
                <span>{hit.name}</span>
                <small>{hit.says}</small>
              </li>
            ))}
          </ul>
          {text.trim() !== '' && all.length === 0 && (
            <p className="seek-none">{mode === 'packet' ? `There are packets ${hint}.` : 'Nothing here says that.'}</p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
