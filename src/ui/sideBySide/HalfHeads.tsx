import type { Rewrite } from '../../trace/report.ts'
import type { Lanes } from '../bothEnds/lanes.ts'
import { seenAs } from '../bothEnds/seenAs.ts'
import type { Geometry } from '../ladder/layout.ts'
import { PeerName } from '../ladder/PeerName.tsx'
import { TimesShown } from '../ladder/TimesShown.tsx'
import { type Translation, translations, translationText } from './translations.ts'

/** Px between the words of the clock and what stands beside them. */
const APART = 6

/** Who stands at the four lifelines: at the outer ones the captures were taken, the inner ones are as the other end sees it. */
export function HalfHeads(props: { a: Geometry; b: Geometry; clock: number; hosts: Lanes; rewrites: readonly Rewrite[]; router: boolean }) {
  const { a, b, clock, hosts, rewrites, router } = props
  const [far, near] = [seenAs(rewrites, hosts.right, 0), seenAs(rewrites, hosts.left, 1)]
  const out = 60 * a.u
  const half = (a.right - a.left) / 2
  return (
    <div className="heads">
      <div className="head" style={{ left: a.left - out, width: half + out - 8 }}>
        <h2 title={hosts.left}>
          <span className="badge">A</span>
          <PeerName address={hosts.left} />
        </h2>
        <p>the capture at A</p>
      </div>
      <div className="head right" style={{ left: a.left + half, width: half - APART * a.u }}>
        <h2 title={far}>
          <PeerName address={far} pale />
        </h2>
        <p>as A sees it</p>
        <Translated all={translations(rewrites, 1)} near={1} width={2 * half} />
      </div>
      <div className="head middle" style={{ left: clock - 46 * a.u, width: 92 * a.u }}>
        <TimesShown />
        {router && (
          <p className="third">
            <span className="badge">R</span> between
          </p>
        )}
      </div>
      <div className="head" style={{ left: b.left + APART * a.u, width: half - APART * a.u }}>
        <h2 title={near}>
          <PeerName address={near} pale />
        </h2>
        <p>as B sees it</p>
        <Translated all={translations(rewrites, 0)} near={0} width={2 * half} />
      </div>
      <div className="head right" style={{ left: b.left + half + 8, width: half + out - 8 }}>
        <h2 title={hosts.right}>
          <PeerName address={hosts.right} />
          <span className="badge">B</span>
        </h2>
        <p>the capture at B</p>
      </div>
    </div>
  )
}

/** What a NAT makes of the host's own address and port on the way; as wide as its lane, for nothing stands beside it. */
function Translated({ all, near, width }: { all: readonly Translation[]; near: 0 | 1; width: number }) {
  if (all.length === 0) return null
  const text = translationText(all, near)
  return (
    <p className="third" title={`Translated on the way: ${text}`} style={{ width, marginLeft: near === 0 ? 0 : -width / 2 }}>
      <span className="nat">NAT</span>
      {text}
    </p>
  )
}
