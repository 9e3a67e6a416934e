import { useEffect, useRef } from 'react'
import { fieldAt } from '../../dissectors/field.ts'
import { packetOfRow } from '../../lessons/index.ts'
import { useApp } from '../app.ts'
import { useNavigate } from '../navigation.ts'

/** Brings into view what each step is about: the view first, then the packet, then its field. */
export function useLook(): void {
  const { state, dispatch } = useApp()
  const { toPacket } = useNavigate()
  const { course, opened, view } = state
  const shown = useRef<{ lesson?: unknown; step?: number }>({})
  const step = course?.step
  const lesson = course?.lesson
  useEffect(() => {
    if (!lesson || step === undefined || !opened) return
    if (shown.current.lesson === lesson && shown.current.step === step) return
    const look = lesson.steps[step]?.look
    const needs = look?.view
    const possible = needs !== undefined && (opened.report.pair !== null || (needs !== 'both' && needs !== 'side'))
    if (possible && view !== needs) return dispatch({ type: 'view', view: needs })
    shown.current = { lesson, step }
    const packet = look?.packet ?? (look?.row === undefined ? undefined : packetOfRow(opened.report, look.row))
    if (!packet) return
    toPacket(packet.trace, packet.packet)
    const path = look?.field
    if (path === undefined) return
    // What is open changes meanwhile when the lesson's keys come; only another step makes the field a thing of the past.
    const isHere = () => shown.current.lesson === lesson && shown.current.step === step
    void opened.session?.packet(packet.trace, packet.packet).then(
      ({ roots }) => {
        const root = roots.findIndex(one => fieldAt(one.tree, path))
        if (isHere() && root >= 0) dispatch({ type: 'field', field: path, root })
      },
      () => {},
    )
  }, [lesson, step, view, opened, dispatch, toPacket])
}
