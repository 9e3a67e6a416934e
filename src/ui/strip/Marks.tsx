import type { StripMark } from './layout.ts'

const looks = ['fine', 'unknown', 'again', 'refused', 'lost'] as const
const lookClass = { fine: 's-fine', unknown: 's-fine', again: 's-again', refused: 'stop', lost: 'cross' }

/** All messages of a lane, one path for each look, the weightiest on top: hundreds of single ones would cost every frame of the page. */
export function Messages({ marks, width, y, u }: { marks: readonly StripMark[]; width: number; y: number; u: number }) {
  return looks.map(look => {
    const d = marks.map(mark => (mark.kind === 'message' && mark.look === look ? messagePath(mark, mark.x * width, y, u) : '')).join('')
    return d && <path key={look} className={lookClass[look]} d={d} />
  })
}

function messagePath({ look, from }: StripMark & { kind: 'message' }, x: number, y: number, u: number): string {
  if (look === 'lost') return `M${x - 4 * u} ${y - 4 * u}l${8 * u} ${8 * u}M${x + 4 * u} ${y - 4 * u}l${-8 * u} ${8 * u}`
  if (look === 'refused') return `M${x} ${y - 5 * u}v${10 * u}`
  const way = from === 'left' ? u : -u
  return `M${x - 4 * way} ${y - 4.5 * u}L${x + 5 * way} ${y}L${x - 4 * way} ${y + 4.5 * u}Z`
}

/** Anything else in a lane. */
export function Mark({ mark, width, y, u }: { mark: StripMark; width: number; y: number; u: number }) {
  const x = mark.x * width
  switch (mark.kind) {
    case 'message':
      return null
    case 'icmp':
      return <path className="dia" transform={`translate(${x} ${y}) scale(${u})`} d="M0 -4l4 4l-4 4l-4 -4z" />
    case 'keepalive':
      return <path className="s-ghost" transform={`translate(${x} ${y})`} d="M0 -4V4" />
    case 'share': {
      const tall = Math.max(3, mark.share * 11) * u
      return <rect className="s-lost" x={x} width={Math.max(2, (mark.to - mark.x) * width - 0.5)} y={y + 6 * u - tall} height={tall} />
    }
    case 'density': {
      const tall = Math.max(2, mark.share * 12) * u
      return <rect className="s-density" x={x} width={Math.max(1.5, (mark.to - mark.x) * width - 0.5)} y={y + 6 * u - tall} height={tall} />
    }
    case 'delay': {
      const [top, bottom] = [y + 6 * u - mark.high * 11 * u, y + 6 * u - mark.low * 11 * u]
      return (
        <rect
          className="s-delay"
          x={x}
          width={Math.max(2, (mark.to - mark.x) * width - 0.5)}
          y={top}
          height={Math.max(1.5, bottom - top)}
        />
      )
    }
    case 'traffic':
      return <line className={mark.dense ? 's-esp many' : 's-esp'} x1={x} x2={Math.max(x + 2, mark.to * width)} y1={y} y2={y} />
  }
}
