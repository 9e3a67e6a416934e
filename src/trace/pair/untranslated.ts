import type { Endpoint } from '../model.ts'
import type { Joint } from './joint.ts'

/** Whether the host that one capture knows by an address has the same addresses and ports in the other. */
export function isUntranslated({ parts: [a, b] }: Pick<Joint, 'parts'>, address: string | undefined): boolean {
  if (!a || !b) return false
  const own = a.endpoints.find(known => known.some(one => one.address === address))
  return own !== undefined && b.endpoints.some(known => endpoints(known) === endpoints(own))
}

function endpoints(all: readonly Endpoint[]): string {
  return [...new Set(all.map(e => `${e.address} ${e.port}`))].sort().join()
}
