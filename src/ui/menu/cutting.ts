import { save, savedWords } from '../takeaway/save.ts'
import { cutFrom, wordless } from '../takeaway/things.ts'
import type { Entry, Surroundings } from './entry.ts'

/** Saves packets of one capture as a capture of their own. */
export function cutting(trace: 0 | 1, packets: readonly number[], { session, report, dispatch }: Surroundings): Entry {
  const name = packets.length === 1 ? 'Save the packet as pcapng' : `Save its ${packets.length.toLocaleString('en')} packets as pcapng`
  const cut = async () => {
    if (!session) return
    try {
      const made = await cutFrom(session, report, trace, wordless(packets))
      save(made)
      dispatch(savedWords(packets.length === 1 ? 'The packet' : 'The packets', made.name))
    } catch (problem) {
      dispatch({ type: 'unmade', name: 'The cut-out', why: problem instanceof Error ? problem.message : String(problem) })
    }
  }
  return { id: 'cut', name, does: () => void cut() }
}
