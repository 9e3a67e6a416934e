import { Fragment } from 'react'
import type { OfferMatrix, OfferRow } from '../../trace/negotiation/offerMatrix.ts'
import { cellText } from './asCopied.ts'

/** Ways that are listed. */
const MOST = 64

/** Ways of an offer, one a row; an attribute that does not fit names what the other side has. @param refused all of them were */
export function OfferTable({ matrix, caption, refused }: { matrix: OfferMatrix; caption: string; refused?: boolean }) {
  const { columns, rows, more } = matrix
  const hidden = Math.max(rows.length - MOST, 0) + more
  return (
    <div className="offer-scroll">
      <table className={refused ? 'offer turned-down' : 'offer'}>
        <caption className="cap plain">{caption}</caption>
        <thead>
          <tr>
            <td />
            {columns.map(column => (
              <th key={column} scope="col">
                <Hyphenated text={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map((row, i) => (
            <tr key={`${i} ${row.proposal} ${row.transform}`} className={row.chosen ? 'chosen' : undefined}>
              <th scope="row" data-text={`${numberOf(row)}${row.chosen ? ' chosen' : ''}`}>
                {numberOf(row)}
                {row.chosen && <small>✓ chosen</small>}
              </th>
              {columns.map(column => (
                <Cell key={column} row={row} column={column} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p className="small muted">and {hidden} more</p>}
    </div>
  )
}

function numberOf({ proposal, transform }: OfferRow): string {
  return `${proposal}${transform === null ? '' : `.${transform}`}`
}

function Cell({ row, column }: { row: OfferRow; column: string }) {
  const { values, beside, unlike, chosen } = row
  const taken = chosen ? beside?.[column] : undefined
  const differs = unlike.includes(column)
  return (
    <td className={differs ? 'unlike' : undefined} data-text={cellText(row, column)}>
      {(values[column] ?? ['none']).map(value => (
        <span key={value} className={taken && !taken.includes(value) ? 'passed-over' : undefined}>
          <Breakable text={value} />
        </span>
      ))}
      {differs && (
        <span className="wants">
          <b aria-hidden="true">≠</b>
          <span className="off-screen"> differs: the other side has </span> <Breakable text={(beside?.[column] ?? ['none']).join(' or ')} />
        </span>
      )}
    </td>
  )
}

/** The longest words of the heads may break in two; where they may is not copied with them. */
function Hyphenated({ text }: { text: string }) {
  return text.split(/(?<=[Aa]uthenti|Encapsu)(?=cation|lation)/).map((part, i) => (
    <Fragment key={part}>
      {i > 0 && <span className="hyphen">{'\u00ad'}</span>}
      {part}
    </Fragment>
  ))
}

/** IANA's long symbols may break at their joints. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[_/-])/).map((part, i) => (
    <Fragment key={`${i} ${part}`}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
