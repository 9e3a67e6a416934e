import type { Dispatch } from 'react'
import type { Action } from '../state.ts'

/** Puts a text on the clipboard and says so, or why not. @param what `Hex`: as the words about it begin */
export async function copied(what: string, text: () => string | Promise<string>, dispatch: Dispatch<Action>): Promise<void> {
  try {
    await navigator.clipboard.writeText(await text())
    dispatch({ type: 'told', says: `${what} copied`, done: true })
  } catch (problem) {
    const why =
      problem instanceof DOMException ? 'the clipboard could not be reached' : String(problem instanceof Error ? problem.message : problem)
    dispatch({ type: 'unmade', name: what, why, undone: 'copied' })
  }
}
