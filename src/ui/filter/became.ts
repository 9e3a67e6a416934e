import type { Transmission } from '../../trace/report.ts'

/** What became of one sending, in the words that people look for: `lost`, `retransmission`, `changed on the way`. */
export function became({ fate, retransmission, way }: Transmission): string {
  return [
    fate === 'lost' || (way?.lostPackets?.length ?? 0) > 0 ? 'lost on the way' : '',
    fate === 'modified' ? 'changed modified on the way' : '',
    retransmission ? 'sent again, retransmitted, retransmission' : '',
  ]
    .filter(Boolean)
    .join(', ')
}
