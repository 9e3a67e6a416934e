import type { Finding } from '../../trace/report.ts'
import { cited, uncited } from '../case/findings.ts'
import { useNamed } from '../notes/named.ts'

/** A text in which each packet leads to its line in the evidence. */
export function Cited({ text }: { text: string }) {
  const named = useNamed()
  return cited(text).map((part, i) =>
    typeof part === 'string' ? named(part) : <PacketLink key={i} trace={part.trace} packet={part.packet} named />,
  )
}

/** Packets of a finding that its words do not name. */
export function Packets({ finding, two, as: Item = 'li' }: { finding: Finding; two: boolean; as?: 'li' | 'p' }) {
  const rest = uncited(finding)
  if (rest.length === 0) return null
  return (
    <Item>
      {rest.length === 1 ? 'See packet ' : 'See packets '}
      {rest.slice(0, 24).map(({ trace, packet }, i) => (
        <span key={`${trace} ${packet}`}>
          {i > 0 && ', '}
          <PacketLink trace={trace} packet={packet} named={two} />
        </span>
      ))}
      {rest.length > 24 && ` and ${rest.length - 24} more`}
    </Item>
  )
}

function PacketLink({ trace, packet, named }: { trace: 0 | 1; packet: number; named: boolean }) {
  return <a href={`#${placeOf(trace, packet)}`}>{`${named ? 'AB'[trace] : ''}${packet}`}</a>
}

/** The id of a packet's line. */
export function placeOf(trace: 0 | 1, packet: number): string {
  return `${'AB'[trace]}${packet}`
}
