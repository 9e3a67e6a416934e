import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import { betweenLines } from '../../../src/text/between.ts'
import type { Report } from '../../../src/trace/report.ts'
import { Line } from '../../support/pair/line.ts'
import { esp, ike } from '../../support/pair/network.ts'
import { sayV1 } from '../../support/trace/phrases.ts'

function talk(clocks?: readonly [number, number, number]): Line {
  const say = sayV1()
  const line = new Line(clocks)
  const steps = [say.mm1, say.mm2, say.mm3, say.mm4, say.mm5, say.mm6, say.qm1(), say.qm2(), say.qm3()]
  for (const [i, message] of steps.entries()) line.send(i % 2 ? 'bToA' : 'aToB', ike(message))
  for (let i = 1; i <= 20; i++) {
    line.send(
      'aToB',
      esp('aToB', i),
      i === 5 || i === 6 ? 'lost before' : i === 9 ? 'lost behind' : i === 12 ? 'changed behind' : i === 14 ? 'changed before' : undefined,
    )
    line.send('bToA', esp('bToA', i), i === 7 ? 'lost before' : i > 16 && i < 20 ? 'lost behind' : undefined)
  }
  return line.send('aToB', esp('aToB', 21)).send('bToA', esp('bToA', 21))
}

async function reportOn(line: Line, order: readonly (0 | 1 | 2)[], between = false): Promise<Report> {
  const opened = await openSession(
    order.map(trace => line.file(trace)),
    undefined,
    undefined,
    { between },
  )
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

describe('a third capture, from a router', () => {
  test.each([[[0, 0, 0]], [[0, 3600.5, -12.25]]] as const)(
    'says on which side of it packets were lost and changed, clocks %j',
    async clocks => {
      const { between, pair } = await reportOn(talk(clocks), [0, 1, 2], true)
      expect(between!.lost).toEqual({ aToB: { beforeR: 2, behindR: 1, unknown: 0 }, bToA: { beforeR: 1, behindR: 3, unknown: 0 } })
      expect(pair).toMatchObject({ lostAtoB: 3, lostBtoA: 4, modified: 2 })
      expect(between!.modified).toEqual({ betweenAandR: 1, betweenRandB: 1, unknown: 0 })
      expect(between!.losses.filter(one => one.trace === 0).map(({ place, atR }) => `${place} ${atR !== undefined}`)).toEqual([
        'before false',
        'before false',
        'behind true',
      ])
      expect(betweenLines(between!)).toEqual([
        'R  r: 48 packets, between A and B; 45 also at A, 5.0 ms from there, 47 also at B, 5.0 ms from there',
        '  lost between A and R: 2 packets (A 18, 20)',
        '  lost at R or between R and B: 1 packet (A 25)',
        '  lost between B and R: 1 packet (B 21)',
        '  lost at R or between R and A: 3 packets (B 40, 42, 44)',
        '  changed: 1 between A and R, 1 between R and B',
      ])
    },
  )

  test('the pair is told as without it', async () => {
    const { between: _, ...rest } = await reportOn(talk(), [0, 1, 2], true)
    expect(rest).toEqual(await reportOn(talk(), [0, 1]))
  })

  test('which of three it is, hop counts tell, in any order of the files', async () => {
    for (const order of [
      [2, 0, 1],
      [0, 2, 1],
      [0, 1, 2],
    ] as const) {
      const report = await reportOn(talk(), order)
      expect([report.traces.map(({ name }) => name), report.between?.name]).toEqual([['a', 'b'], 'r'])
    }
    const twice = talk()
    const opened = await openSession([twice.file(0), twice.file(1), twice.file(1)])
    expect(opened).toMatchObject({ ok: false, why: expect.stringContaining('hop counts do not tell') })
  })

  test('is what the schema says', async () => {
    const valid = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync('docs/report.schema.json', 'utf8')),
    )
    valid(JSON.parse(JSON.stringify(await reportOn(talk(), [0, 1, 2], true))))
    expect(valid.errors ?? []).toEqual([])
  })
})
