import { describe, expect, test } from 'vitest'
import { lines, signed } from '../../src/ui/baseline/layout.ts'
import { reduce } from '../../src/ui/reduce.ts'
import { focusAfter } from '../../src/ui/roving.ts'
import { atStart } from '../../src/ui/state.ts'
import { Application, comparison } from '../support/trace/application.ts'

const told = (how = {}) => new Application(how).open().ask('GET /one HTTP/1.1\r\n\r\n', 3000).ask('GET /two HTTP/1.1\r\n\r\n', 3000)

describe('the lines of a comparison', () => {
  test('the longest bar fills the room, the others are to its scale; the server’s own part is at the end of its bar', async () => {
    const { conversations } = await comparison(told().frames, told({ protection: 'esp', think: 0.08 }).frames)
    const all = lines(conversations[0]!)
    expect(all.map(({ id, says, added, bytes, remark }) => [id, says, added, bytes, remark])).toEqual([
      ['turn 0', 'connection opened', '0 ms', '+72', ''],
      ['turn 1', 'HTTP GET /one HTTP/1.1', '+78 ms', '+119', 'the server itself 78 ms later'],
      ['turn 2', 'HTTP GET /two HTTP/1.1', '+78 ms', '+119', 'the server itself 78 ms later'],
    ])
    const { clear, secured, answering } = all[1]!
    expect(secured![1]).toBeCloseTo(1, 3)
    expect(clear![1] / secured![1]).toBeCloseTo(0.0222 / 0.1002, 2)
    expect(answering![0] + answering![1]).toBeCloseTo(secured![1], 6)
    expect(answering![1]).toBeCloseTo(0.078 / 0.1002, 2)
  })

  test('what was sent again is named, what only one capture has has one bar', async () => {
    const other = told({ protection: 'esp', lost: [1] }).ask('GET /three HTTP/1.1\r\n\r\n', 10)
    const { conversations } = await comparison(told().frames, other.frames)
    const all = lines(conversations[0]!)
    expect(all.map(({ resent }) => resent)).toEqual([0, 1, 0, 0])
    expect(all[3]).toMatchObject({
      clear: null,
      added: '',
      bytes: '',
      remark: 'only under IPsec',
      packets: [undefined, expect.any(Number)],
    })
  })
})

test('keys move from line to line and stop at the ends', () => {
  expect([focusAfter('ArrowDown', 0, 3), focusAfter('ArrowDown', 2, 3), focusAfter('ArrowUp', 0, 3)]).toEqual([1, 2, 0])
  expect([focusAfter('End', 0, 3), focusAfter('Home', 2, 3), focusAfter('x', 1, 3), focusAfter('Home', 0, 0)]).toEqual([
    2,
    0,
    undefined,
    undefined,
  ])
})

test('differences have their sign; what does not show is nothing', () => {
  expect([signed(0.083), signed(-0.0012), signed(0.00001)]).toEqual(['+83 ms', '−1.2 ms', '0 ms'])
})

test('the view is a view like others', () => {
  expect(reduce(atStart(), { type: 'view', view: 'baseline' }).view).toBe('baseline')
})
