import type { OfferAndAnswer } from '../../trace/offerAndAnswer.ts'
import { offerMatrix } from '../../trace/offerMatrix.ts'
import type { Message } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Cite } from '../case/Cite.tsx'
import { nameOf } from '../notes/added.ts'
import { OfferTable } from './OfferTable.tsx'
import { lifetimes, told } from './words.ts'

/** An offer way by way, and beside each what the answer has instead; in words first. */
export function Offers({ compared }: { compared: OfferAndAnswer }) {
  const { state } = useApp()
  const name = (address: string) => nameOf(state, address)
  const { came, against, nearest } = told(compared, name)
  const { matrix, known, offer, answer, to } = compared
  const own = known && offerMatrix(known.offers, null)
  return (
    <section className="offers" aria-label="Offer and answer" data-pane="offers" tabIndex={-1}>
      <p className="offers-came">{came}</p>
      {nearest && <p>{nearest}</p>}
      {against && <p className="small muted">{against}</p>}
      {matrix && <OfferTable matrix={matrix} caption={`Offered by ${name(compared.from)}`} refused={compared.came !== 'chosen'} />}
      {own && known && (
        <OfferTable
          matrix={own}
          caption={
            known.how === 'offers' ? `Offered by ${name(to)} itself, ${known.negotiation}` : `Chosen by ${name(to)}, ${known.negotiation}`
          }
        />
      )}
      <p className="small muted">
        {offer && <Spoken message={offer} />}
        {offer && answer && ', answered by '}
        {answer && <Spoken message={answer} />}
        {matrix && `. ${lifetimes(compared)}`}
      </p>
    </section>
  )
}

/** A message by name, with the way to its first packet. */
function Spoken({ message }: { message: Message }) {
  const { state } = useApp()
  const sightings = message.transmissions.flatMap(one => one.sightings)
  const at = sightings.find(one => one.trace === state.trace) ?? sightings[0]
  return (
    <>
      {message.name} {at && <Cite trace={at.trace} packet={at.packets[0]!} />}
    </>
  )
}
