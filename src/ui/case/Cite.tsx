import { useNavigate } from '../navigation.ts'
import { type Citation, cited } from './findings.ts'

/** The name of a packet; it leads there. */
export function Cite({ trace, packet, field }: Citation) {
  const { toPacket } = useNavigate()
  const name = `${trace === 0 ? 'A' : 'B'}${packet}`
  return (
    <button type="button" className="cite" aria-label={`Packet ${name}`} onClick={() => toPacket(trace, packet, field)}>
      {name}
    </button>
  )
}

/** A text whose citations lead to their packets. */
export function Cited({ text }: { text: string }) {
  return cited(text).map((part, i) => (typeof part === 'string' ? part : <Cite key={`${i} ${part.packet}`} {...part} />))
}
