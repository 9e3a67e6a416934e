import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useApp } from '../app.ts'
import { useHelp } from '../help/help.ts'
import { Icon } from '../icons.tsx'
import { besideLesson } from '../lessons/useLessonKeys.ts'
import { saveAsFile } from '../notes/useKeeping.ts'
import type { Figure } from '../picture/figure.ts'
import { whoseTimes } from '../state.ts'
import { TakeAway } from '../takeaway/TakeAway.tsx'
import { timeFormatSaid } from '../time.ts'
import { Tip } from './Tip.tsx'
import { useDark } from './useDark.ts'

/** Search, light or dark, and everything that seldom is needed. */
export function Tools({ figure }: { figure?: () => Figure }) {
  const { state, dispatch, choose, opening, offered } = useApp()
  const learning = (offered?.lessons.length ?? 0) > 0
  const help = useHelp()
  const dark = useDark(state.theme)
  const kept = state.notes.length > 0 || state.peers.size > 0
  const actions: Readonly<Record<string, () => void>> = {
    open: () => choose(),
    save: () => saveAsFile(state, dispatch),
    close: opening.close,
    learn: opening.close,
    names: () => dispatch({ type: 'dialog', dialog: 'names' }),
    clocks: () => dispatch({ type: 'dialog', dialog: 'clocks' }),
    note: () => dispatch({ type: 'dialog', dialog: 'note' }),
    packet: () => dispatch({ type: 'dialog', dialog: 'packet' }),
    times: () => dispatch({ type: 'times' }),
    context: () => dispatch({ type: 'context' }),
    present: () => dispatch({ type: 'present' }),
    larger: () => dispatch({ type: 'size', size: state.size + 0.1 }),
    smaller: () => dispatch({ type: 'size', size: state.size - 0.1 }),
    system: () => dispatch({ type: 'theme', theme: 'system' }),
    keys: () => dispatch({ type: 'dialog', dialog: 'keys' }),
    handbook: () => help({ book: 'handbook' }),
    glossary: () => help({ book: 'glossary' }),
  }
  return (
    <div className="tools">
      <TakeAway figure={figure} />
      <Tip says="Search messages, findings, packets" hint="/">
        <Button aria-label="Search" onPress={() => dispatch({ type: 'dialog', dialog: 'search' })}>
          <Icon name="find" />
          <span className="word">Search</span>
        </Button>
      </Tip>
      <Tip says={dark ? 'Light colours' : 'Dark colours'}>
        <Button aria-label={dark ? 'Light' : 'Dark'} onPress={() => dispatch({ type: 'theme', theme: dark ? 'light' : 'dark' })}>
          <Icon name={dark ? 'sun' : 'moon'} />
          <span className="word">{dark ? 'Light' : 'Dark'}</span>
        </Button>
      </Tip>
      <MenuTrigger>
        <Tip says="Names, notes, times, text size, handbook">
          <Button aria-label="More">
            <Icon name="more" />
            <span className="word">More</span>
          </Button>
        </Tip>
        <Popover className="menu" placement="bottom end">
          <Menu onAction={key => actions[String(key)]?.()}>
            <Entry id="open" name="Open captures" hint="O" />
            <Entry id="close" name="Close" />
            <Separator />
            <Entry id="names" name="Name the hosts…" />
            {state.opened?.report.pair && <Entry id="clocks" name="Clocks of A and B…" />}
            {state.selection && state.selection.packet > 0 && state.opened?.session && <Entry id="note" name="Write a note…" hint="N" />}
            {kept && <Entry id="save" name="Save notes and names" />}
            <Separator />
            <Entry id="packet" name="Go to packet" hint="G" />
            <Entry id="times" name={`Times: ${timeFormatSaid(state.times, state.opened?.report, whoseTimes(state))}`} hint="T" />
            <Entry id="context" name={state.context ? 'Hide other traffic' : 'Show other traffic'} hint="X" />
            <Separator />
            <MenuSection>
              <Header className="cap">Appearance</Header>
              <Entry id="present" name={state.presenting === undefined ? 'Present to a room' : 'End presenting'} hint="P" />
              <Entry id="larger" name="Larger text" hint="+" />
              <Entry id="smaller" name="Smaller text" hint="−" />
              <Entry id="system" name="Light and dark as the system" />
            </MenuSection>
            <Separator />
            <Entry id="handbook" name="Handbook" hint="F1" />
            {learning && <Entry id="learn" name="Lessons, on the start page" />}
            <Entry id="glossary" name="Words" />
            <Entry id="keys" name="All keys" hint="?" />
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  )
}

function Entry({ id, name, hint }: { id: string; name: string; hint?: string }) {
  const { course } = useApp().state
  return (
    <MenuItem id={id} textValue={name}>
      <span>{name}</span>
      {hint && <kbd>{course ? besideLesson(hint) : hint}</kbd>}
    </MenuItem>
  )
}
