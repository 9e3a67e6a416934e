/** A small ladder of lines as sketches.ts writes them. */
export function Sketch({ lines }: { lines: readonly string[] }) {
  const step = 72 / (lines.length + 0.6)
  return (
    <svg viewBox="0 0 240 72" aria-hidden="true">
      <rect className="net" x="86" width="68" y="0" height="72" />
      <line className="lane" x1="19" x2="19" y1="0" y2="72" />
      <line className="lane" x1="221" x2="221" y1="0" y2="72" />
      {lines.map((line, i) => (
        <Line key={`${i} ${line}`} line={line} y={step * (i + 0.8)} />
      ))}
    </svg>
  )
}

function Line({ line, y }: { line: string; y: number }) {
  if (line === '=')
    return (
      <>
        <rect className="band" x="19" width="202" y={y - 4} height="8" />
        <path className="band-edge" d={`M19 ${y - 4}H221M19 ${y + 4}H221`} />
      </>
    )
  if (line === '?')
    return (
      <text className="n question" x="120" y={y}>
        ?
      </text>
    )
  const way = line.includes('>') ? 1 : -1
  const tone = line.includes('!') ? 're' : line.includes('+') ? 'ag' : ''
  const from = way === 1 ? 19 : 221
  const stopped = /[x?!]/.exec(line)?.[0]
  const to = stopped ? (way === 1 ? 104 : 136) : way === 1 ? 221 : 19
  return (
    <>
      <line className={`msg ${tone}`} x1={from} x2={stopped ? to : to - way * 3} y1={y} y2={y} />
      {!stopped && <path className={`head-mark ${tone}`} transform={`translate(${to} ${y}) scale(${way} 1)`} d="M-1.2 0L-8.5 -4V4Z" />}
      {stopped === 'x' && <path className="cross" transform={`translate(${to} ${y})`} d="M-4 -4l8 8M4 -4l-8 8" />}
      {stopped === '!' && <path className="stop" transform={`translate(${to} ${y})`} d="M0 -6V6" />}
      {stopped === '?' && (
        <text className="n m" x={to + way * 9} y={y + 4.5}>
          ?
        </text>
      )}
    </>
  )
}
