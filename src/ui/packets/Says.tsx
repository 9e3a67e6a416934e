import { sequenced } from './sequenced.ts'

/** What a packet says. Rows of one SA differ in the sequence number alone: it is not cut off. */
export function Says({ info }: { info: string }) {
  const parts = sequenced(info)
  return (
    <span className={parts ? 'info sequenced' : 'info'} title={info}>
      {parts ? parts.map((part, i) => <span key={i}>{part}</span>) : info}
    </span>
  )
}
