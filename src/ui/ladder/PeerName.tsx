import { Fragment } from 'react'
import { Button, Dialog, DialogTrigger, Input, Label, Popover, TextField } from 'react-aria-components'
import { useApp } from '../app.ts'

/** Letters that fit beside a lifeline in one line. */
const LONG = 21

/** A text that may break behind the colons of an address. */
function Parts({ text }: { text: string }) {
  return text.split(/(?<=:)/).map((part, i) => (
    <Fragment key={`${i} ${part}`}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

/** What a host is called: its address until somebody names it. Pressing it asks for a name. */
export function PeerName({ address, pale }: { address: string; pale?: boolean }) {
  const { state, dispatch } = useApp()
  const name = state.peers.get(address)
  const shown = name ?? address
  return (
    <DialogTrigger>
      <Button
        className={`peer${pale ? ' muted' : ''}${shown.length > LONG ? ' long' : ''}`}
        data-peer={address}
        aria-label={name ? `${name}, ${address}: rename` : `${address}: give it a name`}
      >
        <span title={name ? `${address}: rename` : 'Give it a name'}>
          <Parts text={shown} />
        </span>
      </Button>
      <Popover className="card" placement="bottom start">
        <Dialog aria-label={`Name of ${address}`}>
          {({ close }) => (
            <form
              className="naming"
              onSubmit={event => {
                event.preventDefault()
                dispatch({ type: 'peer', address, name: String(new FormData(event.currentTarget).get('name') ?? '') })
                close()
              }}
            >
              <TextField name="name" defaultValue={name ?? ''} autoFocus>
                <Label>Name of {address}</Label>
                <Input maxLength={60} />
              </TextField>
              <Button type="submit">Name it</Button>
            </form>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
