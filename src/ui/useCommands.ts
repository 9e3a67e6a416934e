import { useCallback, useRef } from 'react'
import { useApp } from './app.ts'
import { intoInspector, openInspector } from './details/intoInspector.ts'
import type { Command } from './keys.ts'
import type { Navigation } from './navigation.ts'
import { DIFFERENCES } from './state.ts'
import { type AView, canShow, missing, type View, views } from './views.ts'

/** Carries out what a key asks for; false when there was nothing to do, so that the key keeps its own meaning. */
export function useCommands(navigation: Navigation): (command: Command) => boolean {
  const app = useApp()
  const now = useRef(app)
  now.current = app
  return useCallback(
    command => {
      const { state, dispatch, choose } = now.current
      if (state.dialog !== undefined) {
        if (command === 'back') dispatch({ type: 'dialog' })
        return command === 'back'
      }
      const { opened } = state
      const say = (says: string) => dispatch({ type: 'told', says })
      const onMessage = (does: () => void) => (state.selection ? does() : say('Choose a message first'))
      const show = (one: AView) => {
        if (!opened) return
        if (canShow(one, opened.report)) dispatch({ type: 'view', view: one.view })
        else say(`${one.name}: ${missing(one, state)}`)
      }
      const toViews = Object.fromEntries(views.map(one => [one.view, () => show(one)])) as Record<View, () => void>
      const commands: Readonly<Record<Command, () => void>> = {
        down: () => navigation.step(1),
        up: () => navigation.step(-1),
        right: () => navigation.copy(1),
        left: () => navigation.copy(-1),
        nextNegotiation: () => navigation.negotiation(1),
        previousNegotiation: () => navigation.negotiation(-1),
        nextFinding: () => (opened?.report.findings.length ? navigation.nextFinding() : say('There are no findings')),
        inspect: intoInspector,
        differences: () =>
          opened?.report.pair
            ? onMessage(() => {
                dispatch({ type: 'root', root: DIFFERENCES })
                openInspector()
              })
            : say('What differs between the ends is known once both are open'),
        offers: () => navigation.toOffers(),
        search: () => dispatch({ type: 'dialog', dialog: 'search' }),
        packet: () => dispatch({ type: 'dialog', dialog: 'packet' }),
        times: () => dispatch({ type: 'times' }),
        note: () => onMessage(() => state.selection!.packet > 0 && dispatch({ type: 'dialog', dialog: 'note' })),
        hide: () => onMessage(() => navigation.hide()),
        menu: () => document.activeElement?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true })),
        context: () => dispatch({ type: 'context' }),
        present: () => dispatch({ type: 'present' }),
        ...toViews,
        larger: () => dispatch({ type: 'size', size: state.size + 0.1 }),
        smaller: () => dispatch({ type: 'size', size: state.size - 0.1 }),
        open: () => choose(),
        otherEnd: () => choose(opened?.session && opened.report.traces.length === 1 ? { joining: true } : { both: true }),
        export: () => {
          const button = document.querySelector<HTMLElement>('[data-tool=export]')
          // Opened as from the keyboard, its first entry has the focus.
          if (button) button.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
          else say('There is nothing to export yet')
        },
        keys: () => dispatch({ type: 'dialog', dialog: 'keys' }),
        back: () => {
          const inLadder = !document.activeElement?.closest('.inspector,.strip')
          if (state.failure) dispatch({ type: 'dismissed' })
          else if (inLadder && state.walk) dispatch({ type: 'walk' })
          else if (inLadder && state.selection) dispatch({ type: 'unselect' })
          else if (inLadder && state.finding !== undefined) dispatch({ type: 'finding' })
          else if (inLadder && state.presenting !== undefined) dispatch({ type: 'present' })
          else if (inLadder && state.window) dispatch({ type: 'window' })
          else if (inLadder) dispatch({ type: 'filter' })
          document.querySelector<HTMLElement>('[data-pane=ladder],[data-pane=packets],[data-pane=moment]')?.focus()
        },
      }
      commands[command]()
      return true
    },
    [navigation],
  )
}
