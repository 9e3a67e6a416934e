import { counted, grouped } from '../text/figures.ts'
import type { TraceSummary } from '../trace/report.ts'
import { useApp } from './app.ts'

/** Shown instead of a ladder when a capture holds neither IKE nor ESP: what is in it, and what may be the reason. */
export function Empty({ trace }: { trace: TraceSummary }) {
  const { state, dispatch, choose } = useApp()
  const reading = state.reading !== undefined
  return (
    <div className="empty">
      <div>
        <h2>{reading ? 'No IKE so far' : trace.unread ? 'No IKE can be read in this capture' : 'No IKE in this capture'}</h2>
        <p>{reading ? 'The file is still being read.' : says(trace)}</p>
        {!reading && (
          <p className="ways">
            {trace.packets > 0 && (
              <button type="button" className="btn" onClick={() => dispatch({ type: 'view', view: 'packets' })}>
                Look at the packets
              </button>
            )}
            <button type="button" className="btn" onClick={() => choose()}>
              Open another capture <kbd>O</kbd>
            </button>
          </p>
        )}
      </div>
    </div>
  )
}

/** What the capture holds instead, and what that may mean. */
export function says({ packets, counts, linkTypes, unread = 0 }: TraceSummary): string {
  if (packets === 0)
    return 'The file is a capture, but it holds no packets. Everything may have been stopped before it came to where the capture was taken.'
  if (unread > 0)
    return `${counted(packets, 'packet')}. No IKE message can be read in ${unread === packets ? 'any' : grouped(unread)} of them: the capture kept too little, or they are malformed. A capture of whole packets (tcpdump -s 0) shows more.`
  if (counts.natKeepalive > 0)
    return `${counted(packets, 'packet')}: only NAT keepalives speak of IPsec. The negotiation was before this capture, or on another interface.`
  if (counts.fragments > 0)
    return `${counted(packets, 'packet')}, of which ${grouped(counts.fragments)} are fragments that nothing readable came together from.`
  const links = linkTypes.length > 0 ? ` on ${linkTypes.join(', ')}` : ''
  return `${counted(packets, 'packet')}${links}, none of them IKE on UDP 500 or 4500, ESP or AH. Was it taken on the interface that the peers talk through?`
}
