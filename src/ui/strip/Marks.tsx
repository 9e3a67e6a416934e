import type { StripMark } from './layout.ts'

/** How marks look, the weightiest last and so on top. */
const looks = [
  's-ghost',
  's-esp',
  's-esp many',
  's-density',
  's-clear',
  's-delay',
  's-lost',
  'dia',
  's-fine',
  's-again',
  'stop',
  'cross',
] as const
type Look = (typeof looks)[number]
const ofMessages: Readonly<Record<(StripMark & { kind: 'message' })['look'], Look>> = {
  fine: 's-fine',
  unknown: 's-fine',
  again: 's-again',
  refused: 'stop',
  lost: 'cross',
}

/** All marks of a lane, one path for each look: hundreds of single ones would cost every frame of the page. */
export function Marks({ marks, width, y, u }: { marks: readonly StripMark[]; width: number; y: number; u: number }) {
  const paths = new Map<Look, string>()
  for (const mark of marks) {
    const [look, path] = drawn(mark, width, y, u)
    paths.set(look, (paths.get(look) ?? '') + path)
  }
  return looks.map(look => {
    const d = paths.get(look)
    return d && <path key={look} className={look} d={d} />
  })
}

function drawn(mark: StripMark, width: number, y: number, u: number): [Look, string] {
  const x = mark.x * width
  const base = y + 6 * u
  switch (mark.kind) {
    case 'message':
      return [ofMessages[mark.look], messagePath(mark, x, y, u)]
    case 'icmp':
      return ['dia', `M${x} ${y - 4 * u}l${4 * u} ${4 * u}l${-4 * u} ${4 * u}l${-4 * u} ${-4 * u}z`]
    case 'keepalive':
      return ['s-ghost', `M${x} ${y - 4}v8`]
    case 'share':
      return [
        mark.isDoubtful ? 's-delay' : 's-lost',
        box(x, Math.max(2, mark.to * width - x - 0.5), base, Math.max(3, mark.share * 11) * u),
      ]
    case 'density':
    case 'clear':
      return [`s-${mark.kind}`, box(x, Math.max(1.5, mark.to * width - x - 0.5), base, Math.max(2, mark.share * 12) * u)]
    case 'delay': {
      const bottom = base - mark.low * 11 * u
      return ['s-delay', box(x, Math.max(2, mark.to * width - x - 0.5), bottom, Math.max(1.5, (mark.high - mark.low) * 11 * u))]
    }
    case 'traffic':
      return [mark.dense ? 's-esp many' : 's-esp', `M${x} ${y}H${Math.max(x + 2, mark.to * width)}`]
  }
}

/** A rectangle that stands on a line. */
function box(x: number, width: number, bottom: number, height: number): string {
  return `M${x} ${bottom}v${-height}h${width}v${height}z`
}

function messagePath({ look, from }: StripMark & { kind: 'message' }, x: number, y: number, u: number): string {
  if (look === 'lost') return `M${x - 4 * u} ${y - 4 * u}l${8 * u} ${8 * u}M${x + 4 * u} ${y - 4 * u}l${-8 * u} ${8 * u}`
  if (look === 'refused') return `M${x} ${y - 5 * u}v${10 * u}`
  const way = from === 'left' ? u : -u
  return `M${x - 4 * way} ${y - 4.5 * u}L${x + 5 * way} ${y}L${x - 4 * way} ${y + 4.5 * u}Z`
}
