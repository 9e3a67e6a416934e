import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Input, Label, Popover, TextField } from 'react-aria-components'
import { counted, grouped } from '../../text/figures.ts'
import { FURTHEST } from '../../trace/pair/setByHand.ts'
import type { Pair, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'
import { duration } from '../time.ts'

/** How B's clock stands to A's, between the chips of the two traces; pressing it sets it by hand, or swaps the ends. */
export function Clocks({ pair, traces }: { pair: Pair; traces: readonly TraceSummary[] }) {
  const { state, dispatch, opening } = useApp()
  const text = `${clocksText(pair)}${setBackText(traces)}`
  return (
    <DialogTrigger
      isOpen={state.dialog === 'clocks'}
      onOpenChange={open => (open || state.dialog === 'clocks') && dispatch({ type: 'dialog', ...(open ? { dialog: 'clocks' } : {}) })}
    >
      <Button className="clocks" aria-label={`Clocks: ${text}`}>
        <span className={isByHand(pair) ? 'by-hand' : undefined}>{text}</span>
        <Icon name="down" />
      </Button>
      <Popover className="card" placement="bottom">
        <Dialog aria-label="Clocks and ends">
          {({ close }) => (
            <>
              <p aria-live="polite">{pair.clock.says}</p>
              <p className="muted">{boundsText(pair)}</p>
              <Offset pair={pair} onSet={close} />
              <Button
                onPress={() => {
                  close()
                  opening.swap()
                }}
              >
                Swap A and B
              </Button>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** @param onSet the clocks are related anew: what was done is to be seen behind the popover; what is refused is said in it */
function Offset({ pair, onSet }: { pair: Pair; onSet: () => void }) {
  const { state, dispatch } = useApp()
  const [text, setText] = useState(pair.offset === null ? '' : pair.offset.toFixed(6).replace(/\.?0+$/, ''))
  const session = state.opened?.session
  const isNumber = text.trim() !== '' && Math.abs(Number(text.replace(',', '.'))) <= FURTHEST
  const relate = async (offset?: number) => {
    if (!session) return
    const report = await session.relate(offset)
    dispatch({ type: 'related', session, report })
    if (report.pair && report.pair.clock.refused !== undefined) return
    onSet()
    if (report.pair) dispatch({ type: 'told', says: `Clocks: ${clocksText(report.pair)}`, done: true })
  }
  return (
    <form
      className="naming"
      onSubmit={event => {
        event.preventDefault()
        if (isNumber) void relate(Number(text.replace(',', '.')))
      }}
    >
      <TextField value={text} onChange={setText} isInvalid={!isNumber}>
        <Label>Seconds that B’s clock is ahead of A’s</Label>
        <Input inputMode="decimal" />
      </TextField>
      <Button type="submit" isDisabled={!isNumber || !session}>
        Set by hand
      </Button>
      {isByHand(pair) && <Button onPress={() => void relate()}>As the packets tell</Button>}
    </form>
  )
}

/** A hand has set the clocks, though the packets may have refused it. */
function isByHand({ clock }: Pair): boolean {
  return clock.found === 'manual' || clock.refused !== undefined
}

function boundsText({ clock }: Pair): string {
  const { aToB, bToA } = clock.bounds
  if (clock.found === 'none') return 'No packet stands in both captures.'
  return `${counted(aToB, 'packet')} from A to B and ${counted(bToA, 'packet')} back stand in both captures.`
}

/** `B 0.03 ms behind, ± 0.23 ms`; `B 37.250 s ahead, set by hand`; of one that the packets refuse, `B 10.000 s ahead, not as set by hand`. */
export function clocksText(pair: Pair): string {
  return pair.clock.refused === undefined ? relationText(pair) : `${wayText(pair)}, not as set by hand`
}

function relationText(pair: Pair): string {
  const { offset, offsetError, driftPpm, clock } = pair
  if (offset === null || clock.found === 'none') return 'clocks not related'
  if (offsetError !== null && Math.abs(offset) <= offsetError && Math.abs(driftPpm) < 1 && clock.found === 'both-directions')
    return `same clock, ± ${errorText(offsetError)}`
  const error = offsetError === null ? ', one way only' : `, ± ${errorText(offsetError)}`
  const drift = Math.abs(driftPpm) >= 1 ? `, drift ${Math.round(driftPpm)} ppm` : ''
  return `${wayText(pair)}${clock.found === 'manual' ? ', set by hand' : error}${drift}`
}

function wayText({ offset }: Pair): string {
  if (offset === null) return 'clocks not related'
  return Math.abs(offset) < 5e-6 ? 'B on the same clock' : `B ${offsetText(offset)} ${offset > 0 ? 'ahead' : 'behind'}`
}

/** What the clocks did by themselves, and was put right: `; A set back 30.0 s`. */
export function setBackText(traces: readonly Pick<TraceSummary, 'clockSets'>[]): string {
  return traces
    .flatMap(({ clockSets = [] }, i) => {
      const seconds = clockSets.reduce((sum, set) => sum + set.seconds, 0)
      return clockSets.length === 0 ? [] : [`; ${'AB'[i]} set back ${duration(seconds)}`]
    })
    .join('')
}

/** An offset to the millisecond, however long: one that was changed by hand looks changed. */
function offsetText(offset: number): string {
  if (Math.abs(offset) < 0.0095) return `${(Math.abs(offset) * 1000).toFixed(2)} ms`
  const s = Math.round(Math.abs(offset) * 1000) / 1000
  if (s < 600) return `${s.toFixed(3)} s`
  const [hours, minutes] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)]
  return `${hours > 0 ? `${grouped(hours)} h ` : ''}${minutes} min ${(s % 60).toFixed(3)} s`
}

function errorText(error: number): string {
  return error < 0.0095 ? `${(error * 1000).toFixed(2)} ms` : duration(error)
}
