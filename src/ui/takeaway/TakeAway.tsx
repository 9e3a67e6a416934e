import { useState } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components'
import { version } from '../../../package.json'
import { useApp } from '../app.ts'
import { Tip } from '../bar/Tip.tsx'
import { Icon } from '../icons.tsx'
import type { Figure } from '../picture/figure.ts'
import { DragReport } from './DragReport.tsx'
import { Ready } from './Ready.tsx'
import { save, savedWords } from './save.ts'
import { type Made, type Thing, things } from './things.ts'

/** The menu of everything that can be taken away. @param figure draws the ladder in view, where there is one */
export function TakeAway({ figure }: { figure?: () => Figure }) {
  const { state, dispatch } = useApp()
  const [making, setMaking] = useState<string>()
  const [ready, setReady] = useState<readonly Made[]>([])
  const { opened, finding, filter, negotiation, times, peers, notes, course } = state
  const session = opened?.session
  if (!opened || !session || course) return null

  const madeOf = (thing: Thing) =>
    thing.make({
      session,
      report: opened.report,
      figure,
      finding: finding === undefined ? undefined : opened.report.findings[finding],
      filter,
      negotiation,
      manner: { times, names: peers, notes },
      made: `ikescope ${version}, ${new Date().toISOString().slice(0, 10)}`,
    })
  const make = async (thing: Thing) => {
    if (making !== undefined) return
    setMaking(thing.name)
    dispatch({ type: 'told', says: `Making: ${thing.name}`, during: true })
    try {
      const made = await madeOf(thing)
      if (made.length === 1) {
        save(made[0]!)
        dispatch(savedWords(thing.name, made[0]!.name))
      } else {
        setReady(made)
        dispatch({ type: 'told', says: `${thing.name}: ${made.length} files are ready to save` })
      }
    } catch (problem) {
      dispatch({ type: 'unmade', name: thing.name, why: problem instanceof Error ? problem.message : String(problem) })
    } finally {
      setMaking(undefined)
    }
  }
  return (
    <>
      <DragReport make={async () => (await madeOf(things.find(({ id }) => id === 'html')!))[0]!} />
      <MenuTrigger>
        {/* Never disabled: it gets the focus back while something is made. */}
        <Tip says="Export: report, drawing, text, packets" hint="E">
          <Button aria-label="Export" aria-disabled={making !== undefined || undefined} data-tool="export">
            <Icon name="export" />
            <span className="word">Export</span>
          </Button>
        </Tip>
        <Popover className="menu" placement="bottom end">
          <Menu
            aria-label="Export"
            onAction={key => void make(things.find(({ id }) => id === key)!)}
            disabledKeys={things.flatMap(({ id, drawn, filtered }) => ((drawn && !figure) || (filtered && !filter) ? [id] : []))}
          >
            {things.map(({ id, name, says, filtered }) => (
              <MenuItem key={id} id={id} textValue={name}>
                <Text slot="label">{name}</Text>
                <Text slot="description" className="muted small">
                  {filtered && !filter ? 'when a search narrows the page' : says}
                </Text>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Ready made={ready} onSave={({ name }) => dispatch(savedWords(name))} onDone={() => setReady([])} />
    </>
  )
}
