import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { fieldAt } from '../../dissectors/field.ts'
import type { PacketView } from '../../host/protocol.ts'
import { grouped, ordinal } from '../../text/figures.ts'
import type { Negotiation } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { type Capture, captureName, looked, ROUTER } from '../captures.ts'
import { hasStory } from '../derive.ts'
import { WhatIsThis } from '../help/WhatIsThis.tsx'
import { Icon } from '../icons.tsx'
import { contextName } from '../ladder/context.ts'
import { packetRange } from '../ladder/label.ts'
import { packetsIn } from '../ladder/layout.ts'
import type { Row } from '../ladder/row.ts'
import { isCounting } from '../lessons/course.ts'
import type { Names } from '../notes/named.ts'
import { CompareOffers } from '../offers/CompareOffers.tsx'
import { Offers } from '../offers/Offers.tsx'
import { offersOfRow } from '../offers/places.ts'
import { usePacketView } from '../packetView.ts'
import { DIFFERENCES, OFFERS } from '../state.ts'
import { Against, comparable } from './Against.tsx'
import { aloneText } from './alone.ts'
import { Differences } from './Differences.tsx'
import { numberIn, useEverywhere } from './everywhere.ts'
import { explain } from './explain.ts'
import { NegotiationFacts } from './NegotiationFacts.tsx'
import { Pieces } from './Pieces.tsx'
import { PutAside } from './Rail.tsx'
import { RootView } from './RootView.tsx'
import { SeenAs } from './SeenAs.tsx'

/** What the selected packet is for, what it says and what it is made of. @param onAside puts it aside, where it takes the room of something else */
export function Inspector({ row, negotiation, onAside }: { row?: Row; negotiation?: Negotiation; onAside?: () => void }) {
  const { state, dispatch } = useApp()
  const { opened, selection, trace } = state
  const summary = opened?.report.traces[trace]
  const at = looked(state)
  const { view, why } = usePacketView(opened?.session, at?.trace ?? trace, at?.packet)
  const numbers = useEverywhere(opened?.session, opened?.report, at?.trace ?? trace, at?.packet)
  const [wanted, setWanted] = useState<Capture>()
  const others = at ? comparable(numbers, at.trace, trace) : []
  const other = others.find(capture => capture === wanted) ?? others[0]
  const number = other === undefined ? undefined : numberIn(numbers, other)
  const { view: twinView } = usePacketView(opened?.session, other ?? trace, number)
  const report = opened?.report
  const offers = useMemo(() => report && offersOfRow(report, negotiation, row), [report, negotiation, row])
  // Who looked at differences goes on so while there is something to hold each packet against.
  const isAlone = at !== undefined && numberIn(numbers, at.trace) !== undefined && others.length === 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is of the packet that turned out to be alone
  useEffect(() => {
    if (!isAlone || state.root !== DIFFERENCES) return
    dispatch({ type: 'root', root: -1 })
    const { session } = opened ?? {}
    if (!session || !report) return
    aloneText(session, report, at.trace, at.packet).then(
      says => dispatch({ type: 'told', says }),
      () => {},
    )
  }, [isAlone, state.root, dispatch])
  if (!selection)
    return (
      <aside className="inspector" aria-label="Inspector">
        <WhatIsThis pane="inspector" />
        {onAside && <PutAside onPress={onAside} />}
        {negotiation && opened && summary ? (
          <NegotiationFacts report={opened.report} trace={summary} negotiation={negotiation} />
        ) : (
          <p className="ins-empty">
            {summary?.packets === 0
              ? 'There are no packets to look into.'
              : opened?.session
                ? `Choose ${hasStory(opened.report) ? 'something' : 'a packet in Packets'} to see what it says.`
                : 'Packets can be looked into once the file has been read.'}
          </p>
        )}
      </aside>
    )
  const root = view ? chosenRoot(view, state.root, state.field) : 0
  const isTwin = number !== undefined && twinView?.number === number && twinView.trace === other
  const compared = isTwin ? twinView : undefined
  const shown = (state.root === DIFFERENCES && compared) || (state.root === OFFERS && offers) ? state.root : root
  return (
    <aside className="inspector" aria-label="Inspector">
      <WhatIsThis pane="inspector" />
      {onAside && <PutAside onPress={onAside} />}
      <Title
        packet={at?.packet ?? selection.packet}
        row={row}
        negotiation={negotiation}
        view={view}
        trace={at?.trace ?? trace}
        seenAs={report?.pair && <SeenAs report={report} numbers={numbers} />}
      >
        {offers && <CompareOffers />}
      </Title>
      {view && <Pieces view={view} root={root} row={row} />}
      {why && <p className="ins-empty">{why}</p>}
      {!opened?.session && <p className="ins-empty">Its bytes can be shown once the file has been read.</p>}
      {view && (
        <Tabs className="views" selectedKey={shown} onSelectionChange={key => dispatch({ type: 'root', root: Number(key) })}>
          <TabList className="tabs" aria-label="Bytes to look at">
            {view.roots.map((one, i) => (
              <Tab key={i} id={i}>
                {one.title}
              </Tab>
            ))}
            {compared && <Tab id={DIFFERENCES}>Differences</Tab>}
            {offers && <Tab id={OFFERS}>Offer</Tab>}
          </TabList>
          {view.roots.map((one, i) => (
            <TabPanel key={i} id={i} className="root-panel">
              <RootView root={one} index={i} />
            </TabPanel>
          ))}
          {compared && (
            <TabPanel id={DIFFERENCES} className="root-panel">
              {others.length > 1 && <Against others={others} numbers={numbers} chosen={other} choose={setWanted} />}
              <Differences key={`${view.trace} ${view.number}`} view={view} twin={compared} />
            </TabPanel>
          )}
          {offers && (
            <TabPanel id={OFFERS} className="root-panel">
              <Offers compared={offers} />
            </TabPanel>
          )}
        </Tabs>
      )}
    </aside>
  )
}

/** The root asked for, else the last one that has the field asked for: what a packet became says more than what it was. */
export function chosenRoot({ roots }: PacketView, asked: number, field?: string): number {
  const last = roots.length - 1
  if (asked >= 0) return Math.min(asked, last)
  const holds = field === undefined ? -1 : roots.findLastIndex(root => fieldAt(root.tree, field) !== undefined)
  return holds < 0 ? last : holds
}

function Title({
  packet,
  row,
  negotiation,
  view,
  trace,
  seenAs,
  children,
}: {
  packet: number
  row?: Row
  negotiation?: Negotiation
  view?: PacketView
  trace: Capture
  /** Its numbers in all captures, where there are several. */
  seenAs: ReactNode
  children: ReactNode
}) {
  const { state } = useApp()
  const words = explain(row, negotiation)
  const name = `${captureName(trace)}${packet}`
  const sizes = view
    ? `${grouped(view.original)} bytes on the wire${view.captured < view.original ? `, ${grouped(view.captured)} captured` : ''}`
    : ''
  const packets = trace === ROUTER || !row ? [] : packetsIn(row, trace)
  const of = packets.length > 1 ? ` · one of ${packetRange(packets)}` : ''
  return (
    <div className="ins-head">
      <h2>
        {titleOf(row)}
        {row && (row.kind === 'message' || row.kind === 'fold') && row.message.encrypted && (
          <span className="muted">
            <Icon name={row.message.decrypted ? 'unlock' : 'lock'} />
          </span>
        )}
        <span className="muted">{subtitleOf(row, negotiation, state.peers, isCounting(state.course))}</span>
      </h2>
      {words && <p>{words.says}</p>}
      <p className="rfc">
        {seenAs ? <>Packet {seenAs}</> : <b>Packet {name}</b>}
        {of}
        {[sizes, words?.rfc].filter(Boolean).map(text => ` · ${text}`)}
      </p>
      {children}
      {view?.comments.map(comment => (
        <p key={comment} className="small">
          Comment: {comment}
        </p>
      ))}
    </div>
  )
}

function titleOf(row: Row | undefined): string {
  switch (row?.kind) {
    case 'message':
    case 'fold':
      return row.message.name
    case 'icmp':
      return `ICMP ${row.error.type}/${row.error.code}`
    case 'band':
      return row.flow.protocol.toUpperCase()
    case 'single':
      return row.name
    case 'context':
      return contextName(row.run)
    case 'keepalive':
      return 'NAT keepalive'
    default:
      return 'Packet'
  }
}

/** @param counting whoever looks is asked to count: then it is not told how many there are */
function subtitleOf(row: Row | undefined, negotiation: Negotiation | undefined, names: Names, counting = false): string {
  switch (row?.kind) {
    case 'message': {
      const from = fromWhom(row.message.from, negotiation, names)
      if (row.copies < 2) return from
      return `${ordinal(row.copy)} ${counting ? 'copy' : `of ${row.copies} copies`}, ${from}`
    }
    case 'fold':
      return `${counting ? '' : `${row.sent.length} `}copies, ${fromWhom(row.message.from, negotiation, names)}`
    case 'icmp':
      return row.error.means
    case 'band':
      return row.flow.spi
    case 'single':
      return row.says.slice(0, 2).join(', ')
    case 'context':
      return row.third ? `with ${names.get(row.third) ?? row.third}` : 'in the clear'
    default:
      return ''
  }
}

/** `from HQ, the initiator`; without a name by the role alone. */
function fromWhom(role: 'initiator' | 'responder', negotiation: Negotiation | undefined, names: Names): string {
  const name = negotiation && names.get(negotiation[role].address)
  return name ? `from ${name}, the ${role}` : `from ${role}`
}
