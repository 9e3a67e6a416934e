import { judged } from './answer.ts'
import type { Counting } from './lesson.ts'

/** A number as somebody writes it: `1,480`, `3.05` or `3,05`. What can be read both ways is read as what is right, if one of the two is. */
export function numberIn(text: string, question: Counting): number {
  const bare = text.replace(/\s/g, '')
  const meant = [read(bare, ',', '.'), read(bare, '.', ',')].filter(number => number !== undefined)
  return meant.find(number => judged(question, { kind: 'number', number }).right) ?? meant[0] ?? Number(bare)
}

/** @param group stands between thousands, each of three digits @param point stands before the decimals */
function read(text: string, group: ',' | '.', point: ',' | '.'): number | undefined {
  const shape = new RegExp(`^[+-]?(\\d+|\\d{1,3}(\\${group}\\d{3})+)?(\\${point}\\d*)?$`)
  return /\d/.test(text) && shape.test(text) ? Number(text.replaceAll(group, '').replace(point, '.')) : undefined
}
