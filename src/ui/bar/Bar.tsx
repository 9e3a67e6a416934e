import { Fragment } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { counted, grouped } from '../../text/figures.ts'
import { sentence } from '../../trace/findings/wording.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { type Capture, captureName, inList, ROUTER } from '../captures.ts'
import { Icon } from '../icons.tsx'
import { useNavigate } from '../navigation.ts'
import type { Figure } from '../picture/figure.ts'
import { useWords } from '../room.ts'
import { Clocks } from './Clocks.tsx'
import { fileWords, formatName, runsBackwards, spanWords } from './fileWords.ts'
import { Reading } from './Reading.tsx'
import { nameParts } from './shortName.ts'
import { Tools } from './Tools.tsx'
import { Views } from './Views.tsx'

/** The traces, the views of them, and the tools. @param figure draws the ladder in view, where there is one */
export function Bar({ report, figure }: { report: Report; figure?: () => Figure }) {
  const { state, choose } = useApp()
  const { traces } = report
  const names = [...traces, ...(report.between ? [report.between.summary] : [])].map(trace => trace.name)
  const words = useWords(state.size, traces.length + (report.between ? 1 : 0))
  return (
    <header className={`bar ${words}`}>
      <h1 className="off-screen">{traces.map(trace => trace.name).join(' and ')}</h1>
      <div className="traces" role="group" aria-label="Captures">
        {traces.map((trace, i) => (
          <Fragment key={`${i} ${trace.name}`}>
            {i === 1 && report.pair && <Clocks pair={report.pair} traces={traces} />}
            <Chip trace={trace} number={i as 0 | 1} others={names} alone={traces.length === 1} backwards={runsBackwards(report, i)} />
          </Fragment>
        ))}
        {report.between && <Chip trace={report.between.summary} number={ROUTER} others={names} alone={false} />}
        {state.reading ? (
          <Reading />
        ) : (
          traces.length === 1 && (
            <button
              type="button"
              className="chip add"
              data-drop="join"
              title="Choose the capture of the other end, or drop it here  B"
              onClick={() => choose({ joining: true })}
            >
              <Icon name="plus" />
              Add the other end <kbd>B</kbd>
            </button>
          )
        )}
      </div>
      <Views report={report} />
      <Tools figure={figure} />
    </header>
  )
}

/** @param others names of which this one is told apart. @param backwards its clock was set back, so that from its first to its last packet is no span of time */
function Chip(props: { trace: TraceSummary; number: Capture; others: readonly string[]; alone: boolean; backwards?: boolean }) {
  const { trace, number, others, alone, backwards = false } = props
  const { state, dispatch } = useApp()
  const span = spanWords(trace, backwards)
  const { progress } = state.reading ?? {}
  // The bar beside it counts on between two reports.
  const read = trace.soFar && progress?.name === trace.name ? Math.max(trace.packets, progress.packets) : trace.packets
  const words = fileWords(trace, backwards)
  const badge = <span className="badge">{captureName(number)}</span>
  const text = (
    <>
      {badge}
      <span className="which">
        <FileName name={trace.name} others={others} />
        <small>
          <span>
            {counted(read, 'packet')}
            {trace.soFar && ' so far'}
          </span>
          {number === ROUTER && <span>, between</span>}
          {trace.dropped ? <span title="Dropped by the capturing machine: not in the file">, {grouped(trace.dropped)} dropped</span> : ''}
          <span>, {trace.clock === 'utc' ? 'UTC' : 'local time'}</span>
          {number !== ROUTER && span !== undefined && !trace.soFar && <span>, {span}</span>}
          <span>, {formatName(trace.format)}</span>
        </small>
      </span>
    </>
  )
  return (
    <>
      {alone ? (
        <div className="chip" title={words}>
          {text}
        </div>
      ) : (
        <button
          type="button"
          className="chip"
          title={words}
          aria-pressed={inList(state) === number}
          onClick={() => dispatch({ type: 'trace', trace: number })}
        >
          {text}
        </button>
      )}
      <Problems trace={trace} number={number} />
    </>
  )
}

function FileName({ name, others }: { name: string; others: readonly string[] }) {
  const parts = nameParts(name, others)
  // A name that is written from right to left is cut and shown that way, and turns nothing beside it.
  if (!parts)
    return (
      <b>
        <bdi>{name}</bdi>
      </b>
    )
  return (
    <b className="long" dir="auto">
      {parts.map((part, i) => (
        <span key={i}>{part}</span>
      ))}
    </b>
  )
}

function Problems({ trace, number }: { trace: TraceSummary; number: Capture }) {
  const { toPacket } = useNavigate()
  const { problems, moreProblems = 0 } = trace
  const count = problems.length + moreProblems
  if (count === 0) return null
  return (
    <DialogTrigger>
      <Button className="problems-button">
        <Icon name="warning" />
        <span>{counted(count, 'problem')}</span>
      </Button>
      <Popover className="card" placement="bottom start">
        <Dialog aria-label={`Problems of ${trace.name}`}>
          <ul>
            {problems.slice(0, 100).map(({ packet, says }, i) => (
              <li key={`${i} ${packet}`}>
                {packet > 0 && (
                  <button type="button" className="cite" onClick={() => toPacket(number, packet)}>
                    {captureName(number)}
                    {packet}
                  </button>
                )}{' '}
                {sentence(says)}
              </li>
            ))}
            {count > 100 && <li>and {grouped(count - Math.min(100, problems.length))} more</li>}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
