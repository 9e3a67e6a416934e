import { createContext, type Dispatch, useContext } from 'react'
import type { Offered } from './offered.ts'
import type { Opening } from './opening.ts'
import type { Action, State } from './state.ts'
import type { Asked } from './useChoosing.ts'

/** What every pane may read and do. */
export interface App {
  readonly state: State
  readonly dispatch: Dispatch<Action>
  readonly opening: Opening
  readonly offered?: Offered
  /** Shows the system's dialog for files. */
  readonly choose: (how?: Asked) => void
}

/** Undefined outside of App. */
export const AppContext = createContext<App | undefined>(undefined)

/** What every pane may read and do; throws outside of App. */
export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('useApp outside of App')
  return app
}
