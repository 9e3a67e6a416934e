import { columns } from '../text/columns.ts'
import { offerMatrix } from '../trace/offerMatrix.ts'
import type { Negotiation, Report } from '../trace/report.ts'

/** Rows of one offer that are printed; --json has all. */
const ROWS = 12

/** For every negotiation whose proposals were refused: what was offered, attribute by attribute, beside what the other side is
 *  known to want from its own offers. */
export function refusedOffers({ negotiations, findings }: Report): string[] {
  const refused = new Set(findings.flatMap(f => (f.rule === 'proposal-mismatch' ? [f.negotiation] : [])))
  return negotiations.filter(n => refused.has(n.id) && n.proposals.offered.length > 0).flatMap(n => matrixLines(n, negotiations))
}

function matrixLines(negotiation: Negotiation, all: readonly Negotiation[]): string[] {
  const { id, initiator, responder, proposals } = negotiation
  const own = all.find(
    n => n.version === negotiation.version && n.initiator.address === responder.address && n.responder.address === initiator.address,
  )
  const matrix = offerMatrix(proposals.offered, proposals.chosen, own?.proposals.offered)
  const cells = (values: Readonly<Record<string, readonly string[]>>) => matrix.columns.map(column => values[column]?.join(' / ') ?? '-')
  const rows = matrix.rows
    .slice(0, ROWS)
    .map(row => [
      `${row.proposal}${row.transform === null ? '' : `.${row.transform}`}`,
      ...cells(row.values),
      row.differs ? `differs in ${row.differs}` : '',
    ])
  const wanted = own && matrix.against ? [['its own', ...cells(matrix.against), `offered in ${own.id}`]] : []
  const more = matrix.rows.length - ROWS
  return [
    `Offer of ${initiator.address} that ${responder.address} refused (${id})`,
    ...columns([['', ...matrix.columns, ''], ...rows, ...wanted]),
    ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
  ]
}
