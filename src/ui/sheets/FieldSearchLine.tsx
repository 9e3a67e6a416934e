import { counted, grouped } from '../../text/figures.ts'
import { captureName } from '../captures.ts'
import { atLeast } from './atLeast.ts'
import type { FieldSearch, InCapture } from './useFieldSearch.ts'

/**
 * How the search in the packets stands: how far it is, and the way to end it; then what each capture has.
 * @param listed when not all rows are listed, how many @param besides something else was found than fields
 */
export function FieldSearchLine({ search, listed, besides }: { search: FieldSearch; listed: number | undefined; besides: boolean }) {
  const { of, state, stop } = search
  if (state === 'idle') return null
  if (state !== 'running')
    return (
      <div className="seek-line" role="status">
        <span>{foundSays(of, listed, besides)}</span>
      </div>
    )
  const [searched, packets] = [sum(of, one => one.searched), sum(of, one => one.packets)]
  return (
    <div className="seek-line" role="status">
      <span>
        Searching in packet {grouped(searched)} of {grouped(packets)}
        {of.length > 1 && `, in ${of.map(({ capture }) => captureName(capture)).join(' and ')} at once`}
      </span>
      <progress aria-label="Searched so far" value={searched} max={Math.max(packets, 1)} />
      <button type="button" className="link" onClick={stop}>
        Stop
      </button>
    </div>
  )
}

/** `9 packets of A and 3 of B have such a field`; of a capture that was not searched to its end `3+`. What a message is called stands in none of its fields: then what is listed is all. */
export function foundSays(of: readonly InCapture[], listed: number | undefined, besides = false): string {
  const several = of.length > 1
  const all = sum(of, one => one.hits.length)
  const found = all === 0 ? `No packet${several ? ` of ${names(of, 'or')}` : ''}` : and(of.map(one => counts(one, several, one === of[0])))
  const far = of.filter(one => one.complete === false && one.searched < one.packets)
  const first = and(far.map(one => `the first ${counted(one.searched, 'packet')}${several ? ` of ${captureName(one.capture)}` : ''}`))
  if (all === 0 && besides)
    return `Besides what is listed, no field of a packet${several ? ` of ${names(of, 'or')}` : ''} says it${first && `, in ${first}`}`
  const cut = listed === undefined ? '' : `; the first ${listed} are listed`
  if (all === 0) return `${found} has such a field${first && `, in ${first}`}`
  const have = all === 1 && !several && !first ? 'has' : 'have'
  return `${found} ${have} such a field${first && `; only ${first} were searched`}${cut}`
}

function counts({ capture, hits, complete }: InCapture, several: boolean, leads: boolean): string {
  const count = atLeast(hits.length, complete === false, leads ? 'packet' : undefined)
  return several ? `${count} of ${captureName(capture)}` : count
}

function names(of: readonly InCapture[], word: string): string {
  return and(
    of.map(({ capture }) => captureName(capture)),
    word,
  )
}

function and(parts: readonly string[], word = 'and'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`
}

function sum(of: readonly InCapture[], number: (one: InCapture) => number): number {
  return of.reduce((all, one) => all + number(one), 0)
}
