import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { asked } from '../../host/asked.ts'
import { asksForFields } from '../../host/query.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { inList } from '../captures.ts'
import { Icon } from '../icons.tsx'
import type { HostPair } from '../ladder/hostPairs.ts'
import { useNavigate } from '../navigation.ts'
import { bothInView } from '../state.ts'
import { useSlices } from '../useSlices.ts'
import { withoutTwice } from './alike.ts'
import { completions, gathering } from './completion.ts'
import { FieldSearchLine } from './FieldSearchLine.tsx'
import { FilterLine } from './FilterLine.tsx'
import { Found } from './Found.tsx'
import { fieldHits, toldBy } from './fieldHits.ts'
import { type Hit, headOf, ordered, seeking } from './hits.ts'
import { meant } from './meant.ts'
import { Nothing } from './Nothing.tsx'
import { UnreadLine } from './UnreadLine.tsx'
import { useFieldSearch } from './useFieldSearch.ts'
import { walkOf } from './walk.ts'

/** Rows of fields listed; of more only the number is told. */
const LISTED = 200

/** Search in the report and in the fields of all packets of all captures: one line, what may come next, what was found. */
export function Search({ report, pairs }: { report: Report; pairs: readonly HostPair[] }) {
  const { state, dispatch } = useApp()
  const { toPacket, toNegotiation, toFinding } = useNavigate()
  const [text, setText] = useState(state.query)
  const [at, setAt] = useState<string>()
  const [insisted, setInsisted] = useState(false)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  // What was searched for before is written over by whoever types something else.
  useEffect(() => input.current?.select(), [])
  const words =
    useSlices(
      useCallback(() => gathering(report), [report]),
      '',
    ) ?? {}
  const next = completions(text, words)
  const listed = inList(state)
  const both = bothInView(state)
  const wanted = meant(text)
  const told = useMemo(() => toldBy(report), [report])
  const known = useSlices(
    useCallback(
      () => seeking(wanted, { report, which: state.trace, listed, both, pairs }),
      [wanted, report, state.trace, listed, both, pairs],
    ),
    wanted,
  )
  const read = useMemo(() => asked(wanted), [wanted])
  const fields = useFieldSearch(state.opened?.session, report, read.ok && asksForFields(read.query) ? wanted : '')
  const inFields = useMemo(() => (read.ok ? fieldHits(read.query, fields.of, told, listed) : []), [fields.of, read, told, listed])
  const all = useMemo(() => ordered(withoutTwice(known ?? [], inFields.slice(0, LISTED))), [known, inFields])
  const close = () => {
    dispatch({ type: 'query', query: text.trim() })
    dispatch({ type: 'dialog' })
  }
  const go = (hit: Hit | undefined) => {
    if (!hit) return
    close()
    // Without one, that of a search before is over.
    walkOf(hit, state.opened?.session).then(
      walk => dispatch({ type: 'walk', ...(walk ? { walk } : {}) }),
      () => {},
    )
    if ('packet' in hit.to) toPacket(hit.to.trace, hit.to.packet, hit.to.field)
    else if ('finding' in hit.to) toFinding(hit.to.finding)
    else toNegotiation(hit.to.pair, hit.to.negotiation)
  }
  const type = (to: string) => {
    setText(to)
    setAt(undefined)
    setInsisted(false)
  }
  const narrow = () => {
    if (!read.ok) return setInsisted(true)
    close()
    dispatch({ type: 'filter', text: wanted.trim() })
  }
  // Hits that come in later do not move what somebody went to.
  const current = Math.max(
    all.findIndex(hit => hit.id === at),
    Math.min(0, all.length - 1),
  )
  const goOn = (by: number) => setAt(all[Math.min(Math.max(current + by, 0), all.length - 1)]?.id)
  const nothing = known !== undefined && read.ok && text.trim() !== '' && all.length === 0 && fields.state !== 'running'
  // Of a packet that is asked for by its number there is nothing to say beyond it.
  const byNumber = fields.state === 'done' && all.length > 0 && all.every(hit => hit.number === true)
  const unread = state.opened?.session === undefined
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || close()}>
      <Modal className="sheet wide">
        <Dialog aria-label="Search">
          <div className="seek">
            <Icon name="find" />
            <input
              ref={input}
              autoFocus
              type="text"
              inputMode="search"
              role="combobox"
              aria-expanded={all.length > 0}
              aria-controls={id}
              aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
              aria-label="Search for"
              placeholder="Search: MM5, 10.0.0.5, spi:c0ffee01, notify:14, port:4500"
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={event => type(event.currentTarget.value)}
              onKeyDown={event => {
                if (event.key === 'Enter' && event.shiftKey) narrow()
                else if (event.key === 'Enter') read.ok ? go(all[current]) : setInsisted(true)
                else if (event.key === 'ArrowDown') goOn(1)
                else if (event.key === 'ArrowUp') goOn(-1)
                else if (event.key === 'Tab' && !event.shiftKey && next[0] && text !== '') {
                  // The dialog would take it as a way around its ends, and select what was typed.
                  event.nativeEvent.stopImmediatePropagation()
                  type(next[0].text)
                } else return
                event.preventDefault()
              }}
            />
          </div>
          {next.length > 0 && (
            <div className="next" role="group" aria-label="How it may go on">
              {next.map(({ text: to, shown, says }, i) => (
                <button key={to} type="button" tabIndex={-1} onMouseDown={event => event.preventDefault()} onClick={() => type(to)}>
                  {shown}
                  {says && <small>{says}</small>}
                  {i === 0 && text !== '' && <kbd>Tab</kbd>}
                </button>
              ))}
            </div>
          )}
          {wanted !== text && (
            <p className="seek-read">
              Read as <code>{wanted}</code>
            </p>
          )}
          <ul className="hits" id={id} role="listbox" aria-label="Found">
            {all.map((hit, i) => (
              <Found
                key={hit.id}
                id={`${id}-${i}`}
                hit={hit}
                {...(all[i - 1]?.group === hit.group ? {} : { head: headOf(all, hit) })}
                on={i === current}
                onOver={() => i !== current && setAt(hit.id)}
                onGo={() => go(hit)}
              />
            ))}
          </ul>
          {nothing && read.ok && <Nothing text={wanted} query={read.query} {...{ report, words, fields, unread }} onAsk={type} />}
          {unread && <UnreadLine />}
          {!(nothing && fields.state === 'done') && !byNumber && (
            <FieldSearchLine search={fields} listed={inFields.length > LISTED ? LISTED : undefined} besides={all.length > 0} />
          )}
          <FilterLine text={wanted} insisted={insisted} onFilter={narrow} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
