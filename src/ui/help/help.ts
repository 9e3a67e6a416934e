import { createContext, useContext } from 'react'

/** A page of the help: the handbook (at an entry, by its title) or the glossary. */
export type HelpPage = { readonly book: 'handbook'; readonly title?: string } | { readonly book: 'glossary' }

/** Opens the help at a page. */
export type ShowHelp = (page: HelpPage) => void

/** Does nothing where there is no help. */
export const HelpContext = createContext<ShowHelp>(() => {})

/** How to open the help from here. */
export function useHelp(): ShowHelp {
  return useContext(HelpContext)
}
