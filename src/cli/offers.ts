import { columns } from '../text/columns.ts'
import { knownOffer } from '../trace/negotiation/knownOffers.ts'
import { offerMatrix } from '../trace/negotiation/offerMatrix.ts'
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
  const wish = { host: responder.address, peer: initiator.address, version: negotiation.version, of: 'ike' } as const
  const known = knownOffer(all, wish)
  const matrix = offerMatrix(proposals.offered, proposals.chosen, known?.offers)
  const cells = (values: Readonly<Record<string, readonly string[]>>) => matrix.columns.map(column => values[column]?.join(' / ') ?? '-')
  const rows = matrix.rows
    .slice(0, ROWS)
    .map(row => [
      `${row.proposal}${row.transform === null ? '' : `.${row.transform}`}`,
      ...cells(row.values),
      row.unlike.length > 0 ? `differs in ${row.unlike.join(', ')}` : '',
    ])
  const who = known?.how === 'offers' ? ['its own', 'offered'] : ['it took', 'chosen']
  const peer = known && known.with !== initiator.address ? `, with ${known.with}` : ''
  const wanted = known && matrix.against ? [[who[0]!, ...cells(matrix.against), `${who[1]} in ${known.negotiation}${peer}`]] : []
  const more = matrix.rows.length - ROWS
  return [
    `Offer of ${initiator.address} that ${responder.address} refused (${id})`,
    ...columns([['', ...matrix.columns, ''], ...rows, ...wanted]),
    ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
  ]
}
