import { counted } from '../../text/figures.ts'
import type { Capture } from '../captures.ts'
import { save, savedWords } from '../takeaway/save.ts'
import { cutFrom, wordless } from '../takeaway/things.ts'
import type { Entry, Surroundings } from './entry.ts'
import type { Its } from './packetsOf.ts'

/** More of a band make no file that somebody mails. */
const MOST = 10_000

/** Saves packets of one capture as a capture of their own. */
export function cutting(trace: Capture, { count, numbers }: Its, { session, report, dispatch }: Surroundings): Entry {
  const which = count > MOST ? `first ${counted(MOST, 'packet')}` : counted(count, 'packet')
  const name = count === 1 ? 'Save the packet as pcapng' : `Save its ${which} as pcapng`
  const cut = async () => {
    if (!session) return
    try {
      const made = await cutFrom(session, report, trace, wordless(await numbers(MOST)))
      save(made)
      dispatch(savedWords(count === 1 ? 'The packet' : 'The packets', made.name))
    } catch (problem) {
      dispatch({ type: 'unmade', name: 'The cut-out', why: problem instanceof Error ? problem.message : String(problem) })
    }
  }
  return { id: 'cut', name, does: () => void cut() }
}
