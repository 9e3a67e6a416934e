import { type Field, problems } from '../../../src/dissectors/field.ts'
import type { Layer } from '../../../src/dissectors/layer.ts'
import { packet } from '../../../src/dissectors/packet.ts'

/** What the dissectors say of a packet: facts, tree, and every problem as `path weight: says`. */
export interface Read {
  readonly layers: readonly Layer[]
  readonly tree: Field
  readonly said: string[]
}

/** Dissects bytes as a captured packet; Ethernet when no link type is given, `original` when it was cut. */
export function read(bytes: Uint8Array, linkType = 1, original = bytes.length): Read {
  const { layers, tree } = packet(bytes, original, linkType)
  return { layers, tree, said: problems(tree).map(({ path, problem }) => `${path} ${problem.weight}: ${problem.says}`) }
}

/** The kinds of the layers, from the outside in; a tunnel by its name. */
export function kinds(layers: readonly Layer[]): string {
  return layers.map(layer => (layer.kind === 'tunnel' ? layer.name : layer.kind === 'ip' ? `ipv${layer.version}` : layer.kind)).join(' ')
}
