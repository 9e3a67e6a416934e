import { describe, expect, test } from 'vitest'
import { type Field, fieldAt, named } from '../../../src/dissectors/field.ts'
import { asked } from '../../../src/host/asked.ts'
import { fieldTest } from '../../../src/host/query.ts'
import { copyText, hexText } from '../../../src/ui/details/fields.ts'
import { read } from '../../support/ike/read.ts'
import { zoo } from '../../support/ike/zoo.ts'
import { untiled } from '../../support/tree/tiling.ts'

interface Placed {
  readonly path: string
  readonly field: Field
}

function all(field: Field, path = ''): Placed[] {
  return named(field).flatMap(([step, child]) => {
    const at = path ? `${path}/${step}` : step
    return [{ path: at, field: child }, ...all(child, at)]
  })
}

/** What a reader must not meet where the octets are as their document wants them. */
const EVASIVE = /(?<!UNITY-)\bunknown\b|private use|unassigned|not dissected|^(payload|attribute|notify|transform|type) \d+$/i

describe.each(zoo)('%s', (_, message) => {
  const { tree, problems } = read(message)
  const fields = all(tree)

  test('everything has its name, and nothing is wrong', () => {
    expect(problems).toEqual([])
    expect(untiled(tree, message.length)).toEqual([])
    const evasive = fields.filter(({ field }) => EVASIVE.test(field.name) || EVASIVE.test(field.meaning ?? ''))
    expect(evasive.map(({ path, field }) => `${path}: ${field.meaning}`)).toEqual([])
  })

  test('every field is found at its path', () => {
    expect(fields.filter(({ path, field }) => fieldAt(tree, path) !== field).map(({ path }) => path)).toEqual([])
  })

  test('every field is found by its name and by what it says', () => {
    const lost: string[] = []
    const finds = (text: string, { field }: Placed) => {
      const read = asked(text)
      return read.ok && read.query.terms.every(term => fieldTest(term)?.(field, message))
    }
    for (const one of fields) {
      const { field, path } = one
      if (!finds(`"${field.name}"`, one)) lost.push(`${path} by its name`)
      // words between quotation marks are asked for without them
      for (const says of String(field.value ?? field.meaning ?? '').split('"'))
        if (says.trim() !== '' && !finds(`"${says}"`, one)) lost.push(`${path} by ${says}`)
      const own = message.subarray(field.start, field.end)
      if (!field.children && !field.withheld && field.bits === undefined && own.length > 0 && !finds(`hex:${hexText(field, message)}`, one))
        lost.push(`${path} by its bytes`)
    }
    expect(lost).toEqual([])
  })

  test('every field can be copied: what it says, and its bytes', () => {
    for (const { field, path } of fields) {
      expect(hexText(field, message), path).toHaveLength(2 * (field.end - field.start))
      if (field.end > field.start && !field.children) expect(copyText(field, message), path).not.toBe('')
    }
  })
})
