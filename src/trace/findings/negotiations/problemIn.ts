import { problems } from '../../../dissectors/field.ts'
import { ike } from '../../../dissectors/ike/message.ts'
import { dissect } from '../../../dissectors/packet.ts'
import type { Message } from '../../model.ts'

/** The first malformed field of a message, with its path, in words; undefined when it reads well. */
export function problemIn({ ike: { bytes, length } }: Message): string | undefined {
  const { tree } = dissect(bytes, Math.max(length, bytes.length), (c, layers) => ike(c, layers))
  const found = problems(tree).find(one => one.problem.weight === 'malformed')
  return found && `${found.path}: ${found.problem.says}`
}
