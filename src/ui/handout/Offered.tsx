import { Fragment } from 'react'
import type { OfferAndAnswer } from '../../trace/negotiation/offerAndAnswer.ts'
import { offerMatrix } from '../../trace/negotiation/offerMatrix.ts'
import type { Message, Report } from '../../trace/report.ts'
import { withAddress } from '../notes/named.ts'
import { OfferTable } from '../offers/OfferTable.tsx'
import { offersOfFindings } from '../offers/places.ts'
import { lifetimes, told } from '../offers/words.ts'
import type { HandoutFacts } from './facts.ts'

/** Offers that are printed; the viewer has all. */
const MOST = 8

/** What findings are about that speak of an offer: the offer way by way, and what the other side made of it. */
export function Offered({ facts: { report, names } }: { facts: HandoutFacts }) {
  const all = offersOfFindings(report).filter(({ came }) => came !== 'unread')
  if (all.length === 0) return null
  const name = (address: string) => withAddress(address, names)
  return (
    <section>
      <h2>Offer and answer</h2>
      {all.slice(0, MOST).map((compared, i) => (
        <One key={i} compared={compared} name={name} report={report} />
      ))}
      {all.length > MOST && <p>and {all.length - MOST} more offers</p>}
    </section>
  )
}

function One(props: { compared: OfferAndAnswer; name: (address: string) => string; report: Report }) {
  const { compared, name, report } = props
  const { matrix, known, from, to, offer, answer } = compared
  const { came, against, nearest } = told(compared, name)
  const own = known && offerMatrix(known.offers, null)
  const two = report.traces.length > 1
  const spoken = [offer, answer].flatMap(one => (one ? [messageAt(one, two)] : []))
  return (
    <>
      <p>{came}</p>
      {nearest && <p>{nearest}</p>}
      {against && <p className="sure">{against}</p>}
      {matrix && <OfferTable matrix={matrix} caption={`Offered by ${name(from)}`} refused={compared.came === 'refused'} />}
      {own && known && (
        <OfferTable
          matrix={own}
          caption={`${known.how === 'offers' ? 'Offered' : 'Chosen'} by ${name(to)}${known.how === 'offers' ? ' itself' : ''}, ${known.negotiation}`}
        />
      )}
      <p className="sure">
        {spoken.map((text, i) => (
          <Fragment key={text}>
            {i > 0 && ', answered by '}
            {text}
          </Fragment>
        ))}
        {matrix && `. ${lifetimes(compared)}`}
      </p>
    </>
  )
}

/** `MM1, packet 3`, `MM1, packet A3`. */
function messageAt({ name, transmissions }: Message, two: boolean): string {
  const at = transmissions.flatMap(one => one.sightings)[0]
  return at ? `${name}, packet ${two ? 'AB'[at.trace] : ''}${at.packets[0]}` : name
}
