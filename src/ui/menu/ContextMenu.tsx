import { Fragment, useEffect, useRef, useState } from 'react'
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components'
import { type App, useApp } from '../app.ts'
import { choosing, inList } from '../captures.ts'
import { lookedAt } from '../ladder/lookedAt.ts'
import { besideLesson } from '../lessons/useLessonKeys.ts'
import { useNavigate } from '../navigation.ts'
import type { Shown } from '../shown.ts'
import { copied } from '../told/copied.ts'
import { entriesOf, IN_LADDER } from './entries.ts'
import type { Entry } from './entry.ts'
import { elementAt, subjectAt } from './subject.ts'

interface Asked {
  readonly x: number
  readonly y: number
  readonly groups: readonly (readonly Entry[])[]
}

/** What a right click, or the menu key, offers for the thing it is about. */
export function ContextMenu({ there, ...shown }: Pick<Shown, 'pairs' | 'pair' | 'all' | 'layout'> & { readonly there: App }) {
  const here = useApp()
  const navigation = useNavigate()
  const place = useRef<HTMLDivElement>(null)
  const [asked, setAsked] = useState<Asked>()
  const now = useRef({ here, there, shown })
  now.current = { here, there, shown }

  useEffect(() => {
    const wanted = (event: MouseEvent) => {
      const { here, there, shown } = now.current
      const { layout, ...between } = shown
      const element = elementAt(event.target)
      const subject = element && subjectAt(element, id => layout.rows[layout.indexOf.get(id) ?? -1])
      // Findings, the fields in the inspector and the list of packets are of all captures, whichever ladder is looked at.
      const { state, dispatch } = subject && IN_LADDER.has(subject.kind) ? there : here
      if (!element || !subject || !state.opened || event.shiftKey) return
      const { report, session } = state.opened
      const copy = (what: string, text: () => string | Promise<string>) => void copied(what, text, dispatch)
      const groups = entriesOf(subject, { state, report, session, ...between, rows: layout.rows, dispatch, navigation, copy })
      if (groups.length === 0) return
      event.preventDefault()
      const at = subject.kind === 'row' ? lookedAt(subject.row, state.trace) : undefined
      if (subject.kind === 'row' && at)
        dispatch({ type: 'select', ...at, row: subject.row.id, negotiation: subject.row.negotiation, reveal: false })
      if (subject.kind === 'packet') dispatch({ ...choosing(report, inList(state), subject.packet), reveal: false })
      if (subject.kind === 'field') dispatch({ type: 'field', field: subject.path })
      const box = element.getBoundingClientRect()
      // A selected line that is scrolled out of view has its menu at the edge of its list.
      const list = (event.target as Element).getBoundingClientRect()
      const middle = Math.min(Math.max(box.top + box.height / 2, list.top), list.bottom)
      const pointed = event.isTrusted && element === event.target
      setAsked({
        x: pointed ? event.clientX : box.left + Math.min(box.width / 2, 200),
        y: pointed ? event.clientY : middle,
        groups,
      })
    }
    window.addEventListener('contextmenu', wanted)
    return () => window.removeEventListener('contextmenu', wanted)
  }, [navigation])

  return (
    <>
      <div ref={place} className="menu-place" style={{ left: asked?.x ?? 0, top: asked?.y ?? 0 }} />
      <Popover
        className="menu"
        aria-label="What can be done"
        triggerRef={place}
        isOpen={asked !== undefined}
        onOpenChange={open => open || setAsked(undefined)}
        placement="bottom start"
        offset={2}
      >
        <Menu
          aria-label="What to do with it"
          autoFocus="first"
          onAction={key => {
            const entry = asked?.groups.flat().find(one => one.id === key)
            setAsked(undefined)
            entry?.does()
          }}
        >
          {asked?.groups.map((group, i) => (
            <Fragment key={group[0]!.id}>
              {i > 0 && <Separator />}
              {group.map(({ id, name, hint }) => (
                <MenuItem key={id} id={id} textValue={name}>
                  <span>{name}</span>
                  {hint && <kbd>{here.state.course ? besideLesson(hint) : hint}</kbd>}
                </MenuItem>
              ))}
            </Fragment>
          ))}
        </Menu>
      </Popover>
    </>
  )
}
