import { memo } from 'react'
import type { Layout } from './layout.ts'
import type { Side } from './row.ts'

/** What the shapes of this ladder stand for; only those that occur. */
export const Legend = memo(function Legend({ layout, near }: { layout: Layout; near?: Side }) {
  const seen = { arrived: false, again: false, unknown: false, lost: false, refused: false }
  for (const row of layout.rows) {
    if (row.kind === 'fold') seen.again = true
    if (row.kind === 'icmp' && row.refuses) seen.refused = true
    if (row.kind !== 'message') continue
    seen[row.end] = true
    if (row.copy > 1) seen.again = true
  }
  return (
    <div className="legend" aria-hidden="true">
      {seen.arrived && (
        <span>
          <svg>
            <path className="msg" d="M0 5H18" />
            <path className="head-mark" d="M25 5l-8-4.4v8.8z" />
          </svg>
          {near ? 'seen, and answered' : 'arrived'}
        </span>
      )}
      {seen.again && (
        <span>
          <svg>
            <path className="msg ag" d="M0 5H17" />
            <path className="head-mark ag" d="M25 5l-8-4.2v8.4z" />
          </svg>
          sent again
        </span>
      )}
      {seen.unknown && (
        <span>
          <b>?</b>this capture cannot know
        </span>
      )}
      {seen.lost && (
        <span>
          <svg>
            <path className="msg lo" d="M0 5H18" />
            <path className="cross" d="M17 1l8 8M25 1l-8 8" />
          </svg>
          lost
        </span>
      )}
      {seen.refused && (
        <span>
          <svg>
            <path className="msg re" d="M0 5H21" />
            <path className="stop" d="M23 -1V11" />
          </svg>
          refused
        </span>
      )}
    </div>
  )
})
