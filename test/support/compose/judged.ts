import { inject, readFaults } from '../../../src/compose/inject/index.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory, onDisk, told } from '../capture/collect.ts'
import { wrongClaims } from './claims.ts'
import { labFile } from './faultSets.ts'

/** Puts faults into a recorded pair and has it read; gives what was said that is not so. */
export async function judged(name: string, faults: string, seed: number): Promise<string[]> {
  const { files, truth } = await injected(name, faults, seed)
  const traces = [(await told(files[0])).records, (await told(files[1])).records] as const
  if (traces.some(trace => trace.length === 0)) return []
  const opened = await openSession([memory(files[0], 'a'), memory(files[1], 'b')])
  if (!opened.ok) return [opened.why]
  return wrongClaims(await opened.session.report(), truth, traces, await isLossy(name, faults, seed))
}

const injected = (name: string, faults: string, seed: number) =>
  inject([onDisk(labFile(name, 'a')), onDisk(labFile(name, 'b'))], readFaults(faults), { seed })

/** Whether packets were lost on the way, in the recording or by its faults, whatever the captures took of it. */
async function isLossy(name: string, faults: string, seed: number): Promise<boolean> {
  const ofPath = readFaults(faults).filter(({ where }) => where === 'path')
  const { lost, missingInRecording } = (await injected(name, ofPath.map(({ line }) => line).join('\n'), seed)).truth
  return [lost, missingInRecording].some(({ aToB, bToA }) => aToB.length + bToA.length > 0)
}
