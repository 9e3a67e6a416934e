import { useApp } from '../app.ts'

/** Where notes and names are kept: beside the capture where the host can write there; elsewhere for as long as the page is open. */
export function KeptWhere({ also }: { also?: string }) {
  const { state } = useApp()
  const where =
    state.opened?.keptAt === undefined
      ? 'Kept while this page is open. “Save notes and names” under More puts them into a file of their own.'
      : 'Kept in a file beside the capture, never in it.'
  return <p className="small muted">{[where, also].filter(Boolean).join(' ')}</p>
}
