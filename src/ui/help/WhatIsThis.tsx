import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { entryOf } from '../../handbook/index.ts'
import { useHelp } from './help.ts'
import { type Pane, panes } from './panes.ts'

/** A question mark at a pane: what it is for, and its keys. */
export function WhatIsThis({ pane }: { pane: Pane }) {
  const { name, says, keys = [] } = panes[pane]
  return (
    <Question name={name} at={pane}>
      {() => (
        <>
          {says.map(text => (
            <p key={text}>{text}</p>
          ))}
          {keys.length > 0 && (
            <dl className="what-keys">
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          )}
        </>
      )}
    </Question>
  )
}

/** A question mark at a finding: what the handbook says of such faults, and the way to the rest of it. */
export function WhatIsThisFinding({ rule }: { rule: string }) {
  const show = useHelp()
  const entry = entryOf(rule)
  if (!entry) return null
  return (
    <Question name={entry.title}>
      {close => (
        <>
          <p>{entry.means}</p>
          <p className="cap">What looks alike</p>
          <p>{entry.mistaken}</p>
          <button
            type="button"
            className="link"
            onClick={() => {
              close()
              show({ book: 'handbook', title: entry.title })
            }}
          >
            In the handbook
          </button>
        </>
      )}
    </Question>
  )
}

function Question({ name, at, children }: { name: string; at?: Pane; children: (close: () => void) => ReactNode }) {
  return (
    <DialogTrigger>
      <Button className="what" data-what={at} aria-label={`What is this: ${name}`}>
        ?
      </Button>
      <Popover className="card what-card" placement="bottom end">
        <Dialog aria-label={`What is this: ${name}`}>
          {({ close }) => (
            <>
              <h2>{name}</h2>
              {children(close)}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
