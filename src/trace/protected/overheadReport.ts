import type { History } from '../history.ts'
import type * as Report from '../report.ts'
import type { Flow } from './flow.ts'
import { overheadOfFlow } from './flowOverhead.ts'
import { type Layout, largestInside, type Overhead, partsOf } from './overhead.ts'
import type { IpsecSa } from './securityAssociation.ts'

/** IP packet in an Ethernet frame. */
const FRAME = 1500

/** What an SA adds to each packet, by the flow that tells most; nothing where it carried none. */
export function overheadReport(history: History, { flows }: IpsecSa): Pick<Report.SecurityAssociation, 'overhead'> {
  const flow = flows.flat().reduce<Flow | undefined>((most, f) => (most && most.packets >= f.packets ? most : f), undefined)
  if (!flow) return {}
  const overhead = overheadOfFlow(history, flow)
  const all = overhead.layouts.map(layout => partsOf(layout, flow))
  const sums = all.map(({ padding, ...fixed }) => Object.values(fixed).reduce((sum, part) => sum + part, 0))
  const step = history.paths.find(p => p.source === flow.source && p.destination === flow.destination)?.steps.at(-1)
  return {
    overhead: {
      from: overhead.from,
      least: Math.min(...sums),
      most: Math.max(...sums.map((sum, i) => sum + all[i]!.padding)),
      ...(all.length === 1 ? { parts: { mode: modeOf(overhead), ...all[0]! } } : {}),
      fits: [FRAME, ...(step ? [step.mtu] : [])].map(mtu => ({ mtu, inside: largestInside(overhead, flow, mtu) })),
    },
  }
}

function modeOf({ layouts: [layout] }: Overhead): 'tunnel' | 'transport' {
  return (layout as Layout).tunnel ? 'tunnel' : 'transport'
}
