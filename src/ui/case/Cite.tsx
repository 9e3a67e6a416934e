import { useNavigate } from '../navigation.ts'
import { useNamed } from '../notes/named.ts'
import { type Citation, cited } from './findings.ts'

/** The name of a packet; it leads there, and lights what else the finding that names it rests on. @param tab not where Enter on its line does the same */
export function Cite({ trace, packet, field, finding, tab = true }: Citation & { finding?: number; tab?: boolean }) {
  const { toPacket } = useNavigate()
  const name = `${trace === 0 ? 'A' : 'B'}${packet}`
  return (
    <button
      type="button"
      className="cite"
      aria-label={`Packet ${name}`}
      {...(tab ? {} : { tabIndex: -1 })}
      onClick={() => toPacket(trace, packet, field, finding)}
    >
      {name}
    </button>
  )
}

/** A text whose citations lead to their packets. */
export function Cited({ text, finding }: { text: string; finding?: number }) {
  const named = useNamed()
  return cited(text).map((part, i) =>
    typeof part === 'string' ? named(part) : <Cite key={`${i} ${part.packet}`} {...part} {...(finding === undefined ? {} : { finding })} />,
  )
}

const MOST_CITED = 12

/** A row of citations; of many the first. */
export function Cites({ all, finding }: { all: readonly Citation[]; finding?: number }) {
  if (all.length === 0) return null
  const more = all.length - MOST_CITED
  return (
    <span className="cites">
      {all.slice(0, MOST_CITED).map(one => (
        <Cite key={`${one.trace} ${one.packet}`} {...one} {...(finding === undefined ? {} : { finding })} />
      ))}
      {more > 0 && <small className="muted">and {more} more</small>}
    </span>
  )
}
