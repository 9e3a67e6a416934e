import { useCallback } from 'react'
import { useApp } from '../app.ts'
import { choosing, ROUTER } from '../captures.ts'
import { lookedAt } from './lookedAt.ts'
import type { Row } from './row.ts'

/** The number at a router between the ends that a click on a row means, where it was there; `at`: its packet at an end. */
export type AtR = (x: number, row: Row, at: { readonly trace: 0 | 1; readonly packet: number }) => number | undefined

const nowhere: AtR = () => undefined

/**
 * What a click on a row does: a heading leads to its negotiation, a note is opened, all else is selected.
 * @param pair key of the hosts in view
 * @param traceAt which trace's packet is meant, by where the click was
 * @param atR the number of a packet at a router between the ends, where the click was there
 */
export function useChoose(pair: string, traceAt: (x: number) => 0 | 1, atR: AtR = nowhere): (row: Row, x: number) => void {
  const { state, dispatch } = useApp()
  const between = state.inR && state.view === 'ladder' ? state.opened?.report : undefined
  return useCallback(
    (row, x) => {
      if (row.kind === 'start') return dispatch({ type: 'negotiation', pair, negotiation: row.negotiation })
      if (row.kind === 'rest') return dispatch({ type: 'fold', row: row.id })
      if (row.kind === 'note') {
        dispatch({ type: 'select', ...row.on, negotiation: row.negotiation, reveal: false })
        return dispatch({ type: 'dialog', dialog: 'note' })
      }
      const at = lookedAt(row, traceAt(x))
      if (between) {
        if (at) dispatch({ ...choosing(between, ROUTER, at.packet), row: row.id, reveal: false })
        return
      }
      const number = at && atR(x, row, at)
      const router = number === undefined ? {} : { atR: number }
      if (at) dispatch({ type: 'select', ...at, ...router, row: row.id, negotiation: row.negotiation, reveal: false })
    },
    [dispatch, pair, traceAt, atR, between],
  )
}
