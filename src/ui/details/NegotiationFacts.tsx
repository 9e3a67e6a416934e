import { Fragment, useCallback, useMemo } from 'react'
import { counted, grouped } from '../../text/figures.ts'
import type { Exchange, Negotiation, Report, SecurityAssociation, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Cite } from '../case/Cite.tsx'
import { type Lasted, lasting } from '../case/lasted.ts'
import { authenticationOf, modeName, outcomeName, outcomeTone } from '../case/names.ts'
import { Icon } from '../icons.tsx'
import { ports } from '../ladder/ports.ts'
import { withAddress } from '../notes/named.ts'
import { CompareOffers } from '../offers/CompareOffers.tsx'
import { clock, duration, moment } from '../time.ts'
import { useSlices } from '../useSlices.ts'
import { ways } from './suites.ts'

const MOST = 8

/** What is known of a negotiation as a whole: who, how it was to be protected, what came of it. */
export function NegotiationFacts({ report, trace, negotiation }: { report: Report; trace: TraceSummary; negotiation: Negotiation }) {
  const { id, version, initiator, responder, initiatorSpi, responderSpi, proposals } = negotiation
  const chosen = proposals.chosen ? ways(proposals.chosen, version)[0] : undefined
  const offered = proposals.offered.flatMap(offer => ways(offer, version))
  const asOffered = offered.length === 1 && offered[0] === chosen
  const made = report.securityAssociations.filter(sa => sa.negotiation === id)
  const { state } = useApp()
  const lasted = useSlices(
    useCallback(() => lasting(report, negotiation, state.trace), [report, negotiation, state.trace]),
    `${state.trace} ${id}`,
  )
  const cookie = version === 1 ? 'cookie' : 'SPI'
  return (
    <div className="about">
      <div className="ins-head">
        <h2>
          {modeName(negotiation)}
          <span className="muted">{authenticationOf(negotiation)}</span>
        </h2>
        <p className="outcome">
          <span className={outcomeTone(negotiation, trace.soFar)}>
            <Icon name={negotiation.outcome} />
          </span>{' '}
          {outcomeName(negotiation, trace.soFar)}
          {lasted && lasted.last >= lasted.first && lastedWords(lasted, trace.soFar)}
        </p>
      </div>
      <Part
        name="Initiator"
        lines={[
          `${withAddress(initiator.address, state.peers)}, port ${ports(negotiation, 'initiator').join(' and ')}`,
          negotiation.initiatorStack,
        ]}
        code={`${cookie} ${initiatorSpi}`}
      />
      <Part
        name="Responder"
        lines={[
          `${withAddress(responder.address, state.peers)}, port ${ports(negotiation, 'responder').join(' and ')}`,
          negotiation.responderStack,
        ]}
        code={responderSpi ? `${cookie} ${responderSpi}` : undefined}
      />
      {chosen && <Part name={asOffered ? 'Offered and chosen' : 'Chosen'} lines={[chosen]} />}
      {offered.length > 0 && !asOffered && (
        <Part
          name={`Offered${offered.length > 1 ? `, ${counted(offered.length, 'way')}` : ''}`}
          lines={[...offered.slice(0, MOST), offered.length > MOST ? `and ${offered.length - MOST} more` : undefined]}
        />
      )}
      {(offered.length > 0 || chosen) && (
        <section className="part">
          <CompareOffers />
        </section>
      )}
      <Exchanges all={negotiation.exchanges} trace={state.trace} />
      <Associations made={made} report={report} trace={state.trace} />
    </div>
  )
}

/** `, began 10:00:00, 1.2 s long`. */
function lastedWords({ start, first, last }: Lasted, soFar = false): string {
  const began = clock(start, first, 0) ?? `at ${moment(first)}`
  return `, began ${began}${soFar || last === first ? '' : `, ${duration(last - first)} long`}`
}

/** The exchanges in the order of time, each with the way to its first packet; how it ended where that is not well. */
function Exchanges({ all, trace }: { all: readonly Exchange[]; trace: 0 | 1 }) {
  if (all.length < 2) return null
  return (
    <section className="part">
      <p className="cap">Exchanges</p>
      {all.slice(0, MOST).map(({ type, messageId, messages, outcome }, i) => {
        const sightings = messages.flatMap(message => message.transmissions.flatMap(one => one.sightings))
        const packet = sightings.find(one => one.trace === trace)?.packets[0]
        return (
          <p key={`${messageId} ${type} ${i}`}>
            {type}, {counted(messages.length, 'message')}
            {outcome === 'complete' ? '' : `, ${outcome}`} {packet !== undefined && <Cite trace={trace} packet={packet} />}
          </p>
        )
      })}
      {all.length > MOST && <p>and {grouped(all.length - MOST)} more</p>}
    </section>
  )
}

function Part({ name, lines, code }: { name: string; lines: readonly (string | undefined)[]; code?: string }) {
  return (
    <section className="part">
      <p className="cap">{name}</p>
      {lines.filter(Boolean).map(line => (
        <p key={line}>{line}</p>
      ))}
      {code && (
        <p>
          <code>{code}</code>
        </p>
      )}
    </section>
  )
}

/** What it set up, each SPI with the way to the first packet that it protects. */
function Associations({ made, report, trace }: { made: readonly SecurityAssociation[]; report: Report; trace: 0 | 1 }) {
  const shown = made.slice(0, MOST)
  const wanted = shown.flatMap(({ kind, spis }) => (kind === 'ike' ? [] : [spis.toResponder, spis.toInitiator])).join(' ')
  const firsts = useMemo(
    () =>
      new Map(
        report.flows.flatMap(one =>
          one.trace === trace && one.firstPacket !== undefined && wanted.includes(one.spi) ? [[one.spi, one.firstPacket] as const] : [],
        ),
      ),
    [report, trace, wanted],
  )
  if (made.length === 0) return null
  return (
    <section className="part">
      <p className="cap">Security associations</p>
      {shown.map(({ id, kind, protocol, spis, encapsulation, state }) => (
        <p key={id}>
          {kind === 'ike' ? 'IKE' : protocol === 'null' ? 'IPsec SA' : protocol.toUpperCase()}
          {kind !== 'ike' &&
            [spis.toResponder, spis.toInitiator]
              .flatMap(spi => spi ?? [])
              .map((spi, i) => {
                const packet = firsts.get(spi)
                return (
                  <Fragment key={spi}>
                    {i > 0 && ' and'} {spi} {packet !== undefined && <Cite trace={trace} packet={packet} />}
                  </Fragment>
                )
              })}
          {[encapsulation, state].flatMap(one => (one ? `, ${one}` : [])).join('')}
        </p>
      ))}
      {made.length > MOST && <p>and {grouped(made.length - MOST)} more</p>}
    </section>
  )
}
