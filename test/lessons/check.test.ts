/** Lessons against their captures: the shipped ones name only what exists, and each kind of mistake is found. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { lesson } from '../../src/cli/commands/lesson.ts'
import { wrongWith } from '../../src/cli/lessons.ts'
import { scratch } from '../support/scratch.ts'

const captures = fileURLToPath(new URL('../../captures/', import.meta.url))
const shipped = readdirSync(join(captures, 'lessons')).filter(name => name.endsWith('.yaml'))

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = ''
  const write = async (piece: string) => {
    text += piece
  }
  const code = await lesson.run(args, { write, line: (piece = '') => write(`${piece}\n`) })
  return { code, text }
}

test('there are at least ten', () => expect(shipped.length).toBeGreaterThanOrEqual(10))

test.each(shipped)('%s names only what exists', async name => {
  expect(await wrongWith(join(captures, 'lessons', name))).toEqual([])
})

/** Numbers of a hint that are no packet's: the answer, or what makes it at once; or the packets that are to be counted. */
function givesAway(hint: string, answer: number): boolean {
  const numbers = [...hint.matchAll(/(?<![\w.])\d+/g)].map(Number)
  const made = numbers.flatMap(one => [one, ...numbers.flatMap(other => [one - other, one * other])])
  return made.includes(answer) || /\b[AB]\d+ to [AB]?\d+|\bmore\b/.test(hint)
}

test.each(shipped)('%s: no hint is the number that is asked for', name => {
  const { steps } = parse(readFileSync(join(captures, 'lessons', name), 'utf8')) as { steps: { answer?: unknown; hints?: string[] }[] }
  const given = steps.flatMap(({ answer, hints = [] }) => (typeof answer === 'number' ? hints.filter(hint => givesAway(hint, answer)) : []))
  expect(given).toEqual([])
})

describe('what does not exist is told', () => {
  const folder = scratch()
  const written = (text: string): string => {
    const path = join(folder, 'lesson.yaml')
    writeFileSync(path, text)
    return path
  }
  const original = readFileSync(join(captures, 'lessons/08-fragments-dropped.yaml'), 'utf8').replaceAll('../lab', join(captures, 'lab'))
  const line = (part: string) => original.split('\n').findIndex(one => one.includes(part)) + 1

  test.each<[string, string, string, string]>([
    ['a capture', 'v1_cert_fragdrop_both/b.pcap', 'v1_cert_fragdrop_both/c.pcap', 'c.pcap: no such file'],
    ['a packet to look at', 'look: { packet: A8', 'look: { packet: A800', 'there is no packet A800: a.pcap has 40 packets'],
    ['a packet in an answer', 'answer: [A8,', 'answer: [A88,', 'there is no packet A88: a.pcap has 40 packets'],
    ['a packet in a text', 'The first fragment (A7)', 'The first fragment (A77)', 'there is no packet A77'],
    ['a field', 'field: ICMP/Code', 'field: ICMP/Kode', 'packet A19 has no field "ICMP/Kode"; "ICMP" has "Type", "Code"'],
    ['a row', 'look: { packet: A7, view: ladder }', 'look: { row: MM7, view: ladder }', 'there is no row "MM7"; there are MM1, MM2'],
    [
      'an answer that is shown',
      'look: { packet: A7, view: both }',
      'look: { packet: A8, view: both }',
      '"look" selects A8, which is an answer already',
    ],
    ['a finding', 'finding: fragment-filtered', 'finding: pmtu-black-hole', 'these captures give no finding "pmtu-black-hole"; they give '],
  ])('%s', async (_, before, after, says) => {
    expect(original).toContain(before)
    const path = written(original.replace(before, after))
    const { code, text } = await run('check', path)
    expect(code).toBe(2)
    expect(text.trim().split('\n')).toHaveLength(1)
    expect(text).toContain(says)
  })

  test('its line is told, and every mistake', async () => {
    const text = original.replace('look: { packet: A8', 'look: { packet: A800').replace('field: ICMP/Code', 'field: ICMP/Kode')
    const wrong = await wrongWith(written(text))
    expect(wrong.map(one => one.line)).toEqual([line('look: { packet: A8'), line('field: ICMP/Code')])
  })

  test('both ends with one capture', async () => {
    const one = original.replace(/\n {2}- .*b\.pcap/, '').replaceAll(/view: both/g, 'view: side')
    const wrong = await wrongWith(written(one))
    expect(wrong.map(({ says }) => says)).toContain('the view "side" needs the captures of both ends')
  })
})

test('the list names them with scenario and title', async () => {
  const { code, text } = await run('list')
  expect(code).toBe(0)
  expect(text.trim().split('\n')).toHaveLength(shipped.length)
  expect(text).toContain('01-main-and-quick-mode.yaml')
  expect(text).toMatch(/F2 +Certificates too large for one packet +6 steps/)
})

test('anything else is wrong usage', async () => {
  await expect(async () => await run('check')).rejects.toThrow('say `lesson check FILE…`')
  await expect(run('check', '/nowhere.yaml')).rejects.toThrow('/nowhere.yaml: no such file')
})
