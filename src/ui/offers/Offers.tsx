import type { ClipboardEvent } from 'react'
import { offerLines } from '../../text/offers.ts'
import type { OfferAndAnswer } from '../../trace/negotiation/offerAndAnswer.ts'
import { offerMatrix } from '../../trace/negotiation/offerMatrix.ts'
import type { Message } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Cite } from '../case/Cite.tsx'
import { nameOf } from '../notes/added.ts'
import { copied } from '../told/copied.ts'
import { asCopied } from './asCopied.ts'
import { OfferTable } from './OfferTable.tsx'
import { lifetimes, told } from './words.ts'

/** An offer way by way, and beside each what the answer has instead; in words first. */
export function Offers({ compared }: { compared: OfferAndAnswer }) {
  const { state, dispatch } = useApp()
  const name = (address: string) => nameOf(state, address)
  const { came, against, nearest } = told(compared, name)
  const { matrix, known, offer, answer, to } = compared
  const own = known && offerMatrix(known.offers, null)
  const ofFrom = `Offered by ${name(compared.from)}`
  const ofTo =
    known &&
    (known.how === 'offers' ? `Offered by ${name(to)} itself, ${known.negotiation}` : `Chosen by ${name(to)}, ${known.negotiation}`)
  const text = () =>
    [
      [came, nearest, against].filter(Boolean),
      matrix ? ['', ...offerLines(matrix, ofFrom)] : [],
      own && ofTo ? ['', ...offerLines(own, ofTo)] : [],
    ]
      .flat()
      .join('\n')
  const copy = (event: ClipboardEvent) => {
    const selected = asCopied(event.currentTarget, getSelection())
    if (selected === undefined) return
    event.clipboardData.setData('text/plain', selected)
    event.preventDefault()
  }
  return (
    <section className="offers" aria-label="Offer and answer" data-pane="offers" tabIndex={-1} onCopy={copy}>
      <p className="offers-came">{came}</p>
      {nearest && <p>{nearest}</p>}
      {against && <p className="small muted">{against}</p>}
      {matrix && <OfferTable matrix={matrix} caption={ofFrom} refused={compared.came === 'refused'} />}
      {own && ofTo && <OfferTable matrix={own} caption={ofTo} />}
      <p className="small muted">
        {offer && <Spoken message={offer} />}
        {offer && answer && ', answered by '}
        {answer && <Spoken message={answer} />}
        {matrix && `. ${lifetimes(compared)}`}
      </p>
      {matrix && (
        <button type="button" className="compare" onClick={() => void copied('Offer', text, dispatch)}>
          Copy as text
        </button>
      )}
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
