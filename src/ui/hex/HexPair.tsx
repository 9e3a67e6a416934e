import { useMemo } from 'react'
import { differingRanges } from '../../dissectors/differences.ts'
import { character, offsetDigits } from './layout.ts'
import { pairRows } from './pairRows.ts'

/** The bytes of A and of B above each other, only around what differs; differing ones are marked in both. */
export function HexPair({ a, b }: { a: Uint8Array; b: Uint8Array }) {
  const rows = useMemo(() => pairRows(Math.max(a.length, b.length), differingRanges(a, b)), [a, b])
  const digits = offsetDigits(Math.max(a.length, b.length))
  return (
    <div className="hexpair" role="table" aria-label="Bytes that differ">
      {rows.map(row =>
        'gap' in row ? (
          <p key={`gap ${row.from}`} className="gap">
            {row.gap} bytes the same
          </p>
        ) : (
          <div key={row.start} role="rowgroup">
            {(
              [
                ['A', a],
                ['B', b],
              ] as const
            ).map(([name, bytes]) => (
              <div key={name} className="hexrow" role="row">
                <span className="o">{name === 'A' ? row.start.toString(16).padStart(digits, '0') : ''.padStart(digits)}</span> {name}{' '}
                <Bytes bytes={bytes} start={row.start} differ={row.differ} />
              </div>
            ))}
          </div>
        ),
      )}
    </div>
  )
}

const PER_ROW = 8

function Bytes({ bytes, start, differ }: { bytes: Uint8Array; start: number; differ: readonly boolean[] }) {
  const all = Array.from({ length: PER_ROW }, (_, i) => bytes[start + i])
  return (
    <>
      {all.map((byte, i) => (
        <span key={start + i}>
          <span className={differ[i] ? 'ne' : undefined}>{byte === undefined ? '··' : byte.toString(16).padStart(2, '0')}</span>{' '}
        </span>
      ))}
      <span aria-hidden="true">
        {all.map((byte, i) => (
          <span key={start + i} className={differ[i] ? 'ne' : 'd'}>
            {byte === undefined ? ' ' : (character(byte) ?? '.')}
          </span>
        ))}
      </span>
    </>
  )
}
