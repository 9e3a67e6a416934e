import { type Context, Cursor } from '../../../src/dissectors/cursor.ts'
import { type Field, fieldAt, problems } from '../../../src/dissectors/field.ts'
import type { IkeMessage, Payload } from '../../../src/dissectors/ike/facts.ts'
import { ike } from '../../../src/dissectors/ike/message.ts'
import type { Layer } from '../../../src/dissectors/layer.ts'
import type { Dissector } from '../../../src/dissectors/packet.ts'

/** A message as it was read: facts, tree, and what is wrong with it as `path: weight words`. */
export interface Read {
  readonly message: IkeMessage
  readonly tree: Field
  readonly layers: readonly Layer[]
  readonly problems: readonly string[]
  /** What a field shows: its value and meaning. */
  says(path: string): string | undefined
}

export function read(bytes: Uint8Array, { wire = bytes.length, context = {} as Context, by = ike as Dissector } = {}): Read {
  const tree: Field = { name: 'Packet', start: 0, end: bytes.length, children: [] }
  const layers: Layer[] = []
  const c = new Cursor(bytes, wire, tree, context)
  c.all(() => by(c, layers))
  const message = layers.find(layer => layer.kind === 'ike')?.message
  return {
    message: message as IkeMessage,
    tree,
    layers,
    problems: problems(tree).map(({ path, problem }) => `${path}: ${problem.weight} ${problem.says}`),
    says(path) {
      const field = fieldAt(tree, path)
      return field && [field.value, field.meaning].filter(part => part !== undefined).join(' = ')
    },
  }
}

/** The facts of a payload without what only says where it lies. */
export function facts(payload: Payload | undefined): unknown {
  const { start: _, end: __, ...rest } = payload ?? { start: 0, end: 0 }
  return rest
}
