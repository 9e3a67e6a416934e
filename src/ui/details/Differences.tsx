import { Fragment, useMemo } from 'react'
import { type Difference, differences } from '../../dissectors/differences.ts'
import type { PacketView, Root } from '../../host/protocol.ts'
import { counted } from '../../text/figures.ts'
import { useApp } from '../app.ts'
import { captureName } from '../captures.ts'
import { HexPair } from '../hex/HexPair.tsx'

/** What every router changes: hop counts, the sums over them, the frame around. */
const everyRouter = /(^|\/)(Time to Live|Hop Limit|Header Checksum)$|^(Ethernet|Linux cooked|VLAN)/

/** The same packet at both ends, field by field: only what differs; what every router changes apart. */
export function Differences({ view, twin }: { view: PacketView; twin: PacketView }) {
  const [a, b] = view.trace < twin.trace ? [view, twin] : [twin, view]
  const { told, usual, last } = useMemo(() => {
    const roots = inCommon(a, b)
    const all = roots.flatMap(([one, other]) => differences(one, other))
    const told = all.filter(one => !everyRouter.test(one.path))
    return { told, usual: all.filter(one => everyRouter.test(one.path)), last: roots.at(-1) }
  }, [a, b])
  return (
    <div className="differences">
      {told.length === 0 ? (
        <p className="ins-empty">
          {nameOf(a)} and {nameOf(b)} are the same packet, unchanged{usual.length ? ' but for what every router changes' : ''}.
        </p>
      ) : (
        <>
          <p className="ins-lead">
            {counted(told.length, 'field')} {told.length === 1 ? 'differs' : 'differ'} between {nameOf(a)} and {nameOf(b)}.
          </p>
          <Table all={told} a={nameOf(a)} b={nameOf(b)} />
          {last && <HexPair a={last[0].bytes} b={last[1].bytes} />}
        </>
      )}
      {usual.length > 0 && (
        <details>
          <summary>What every router changes</summary>
          <Table all={usual} a={nameOf(a)} b={nameOf(b)} />
        </details>
      )}
    </div>
  )
}

/** `A12`. */
function nameOf({ trace, number }: PacketView): string {
  return `${captureName(trace)}${number}`
}

/** The roots that both have: put together or decrypted ones beside the captured ones. */
function inCommon(a: PacketView, b: PacketView): [Root, Root][] {
  return a.roots.flatMap(one => {
    const other = b.roots.find(root => root.title === one.title)
    return other ? [[one, other] as [Root, Root]] : []
  })
}

function Table({ all, a, b }: { all: readonly Difference[]; a: string; b: string }) {
  const { dispatch } = useApp()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{a}</th>
          <th scope="col">{b}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one, i) => (
          <tr key={`${i} ${one.path}`} onClick={() => dispatch({ type: 'field', field: one.path })}>
            <th scope="row" title={one.path}>
              {one.path.split('/').at(-1)}
              <small>{one.path.split('/').slice(0, -1).join(' › ')}</small>
            </th>
            <td>{one.a === undefined ? <i>absent</i> : <Octets text={one.a} />}</td>
            <td>{one.b === undefined ? <i>absent</i> : <Octets text={one.b} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** An address of a network card breaks between its octets, never inside one. */
function Octets({ text }: { text: string }) {
  const parts = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text) ? text.split(/(?<=:)/) : [text]
  return parts.map((part, i) => (
    <Fragment key={`${i} ${part}`}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
