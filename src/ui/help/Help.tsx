import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Dialog, Modal, ModalOverlay, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { entryOf } from '../../handbook/index.ts'
import { useApp } from '../app.ts'
import { Glossary } from './Glossary.tsx'
import { Handbook } from './Handbook.tsx'
import { HelpContext, type HelpPage } from './help.ts'

/** The help over whatever is shown: F1, the menu bar of the program, the question marks. */
export function Help({ children }: { children: ReactNode }) {
  const { state, dispatch } = useApp()
  const chosen = state.finding === undefined ? undefined : state.opened?.report.findings[state.finding]
  const title = chosen && entryOf(chosen.rule)?.title
  const [page, setPage] = useState<HelpPage>()
  const close = useCallback(() => setPage(undefined), [])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.key !== 'F1') return
      const inside = event.target instanceof Element && event.target.closest('input,textarea,select,[role=dialog],[role=menu]') !== null
      if (inside) return
      event.preventDefault()
      setPage({ book: 'handbook', ...(title === undefined ? {} : { title }) })
    }
    window.addEventListener('keydown', pressed)
    const unheard = window.ikescope?.onCommand(command => {
      if (command === 'keys') dispatch({ type: 'dialog', dialog: 'keys' })
      else setPage({ book: command })
    })
    return () => {
      window.removeEventListener('keydown', pressed)
      unheard?.()
    }
  }, [dispatch, title])
  return (
    <HelpContext value={setPage}>
      {children}
      {page && (
        <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || close()}>
          <Modal className="sheet book">
            <Dialog aria-label="Help">
              <Tabs className="books" selectedKey={page.book} onSelectionChange={book => setPage({ book: book as HelpPage['book'] })}>
                <TabList className="tabs" aria-label="Help">
                  <Tab id="handbook">Handbook</Tab>
                  <Tab id="glossary">Words</Tab>
                </TabList>
                <TabPanel id="handbook" className="book-panel">
                  <Handbook title={page.book === 'handbook' ? page.title : undefined} onClose={close} />
                </TabPanel>
                <TabPanel id="glossary" className="book-panel">
                  <Glossary />
                </TabPanel>
              </Tabs>
            </Dialog>
          </Modal>
        </ModalOverlay>
      )}
    </HelpContext>
  )
}
