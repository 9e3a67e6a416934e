import { Dialog, Heading, Input, Label, Modal, ModalOverlay, TextField } from 'react-aria-components'
import { LONGEST_NAME } from '../../workspace/file.ts'
import { useApp } from '../app.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { KeptWhere } from './KeptWhere.tsx'

/** Names for the two hosts in view. */
export function NamesSheet({ pair }: { pair?: HostPair }) {
  const { state, dispatch } = useApp()
  const close = () => dispatch({ type: 'dialog' })
  const hosts = pair ? [pair.left, pair.right] : []
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || close()}>
      <Modal className="sheet middling">
        <Dialog>
          <Heading slot="title">Names of the hosts</Heading>
          <form
            className="noting"
            onSubmit={event => {
              event.preventDefault()
              const given = new FormData(event.currentTarget)
              for (const address of hosts) dispatch({ type: 'peer', address, name: String(given.get(address) ?? '') })
              close()
            }}
          >
            {hosts.map((address, i) => (
              <TextField key={address} name={address} defaultValue={state.peers.get(address) ?? ''} autoFocus={i === 0}>
                <Label>{address}</Label>
                <Input maxLength={LONGEST_NAME} placeholder={i === 0 ? 'Branch office' : 'Head office'} autoComplete="off" />
              </TextField>
            ))}
            <KeptWhere also="Without a name a host shows its address." />
            <div className="row-end">
              <button type="submit" className="btn main">
                Keep them
              </button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
