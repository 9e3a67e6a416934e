import { readTrace } from '../../../src/host/reading.ts'
import type { Report } from '../../../src/trace/report.ts'
import { report, type Trace, type TraceAbout } from '../../../src/trace/trace.ts'
import { onDisk } from '../recordings/index.ts'

/** A capture file as a trace. */
export async function readFile(path: string): Promise<{ readonly trace: Trace; readonly about: TraceAbout }> {
  const read = await readTrace(onDisk(path), () => {})
  if (!read.ok) throw new Error(`${path}: ${read.why}`)
  return { trace: read.reading.trace, about: read.reading.about() }
}

/** The report on one capture file. */
export async function reportOn(path: string): Promise<Report> {
  const { trace, about } = await readFile(path)
  return report([trace], [about])
}
