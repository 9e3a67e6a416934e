import { createContext, useContext } from 'react'

/** A page of the help: the handbook (at an entry, by its title) or the glossary. */
export type HelpPage = { readonly book: 'handbook'; readonly title?: string } | { readonly book: 'glossary' }

/** Opens the help at a page. */
export type ShowHelp = (page: HelpPage) => void

export const HelpContext = createContext<ShowHelp>(() => {})

export function useHelp(): ShowHelp {
  return useContext(HelpContext)
}
