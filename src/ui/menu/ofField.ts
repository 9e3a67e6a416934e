import { fieldAt } from '../../dissectors/field.ts'
import { looked } from '../captures.ts'
import { baseOf, copyText, hexText } from '../details/fields.ts'
import { chosenRoot } from '../details/Inspector.tsx'
import { type Entry, quoted, type Surroundings } from './entry.ts'

/** What can be done with a field of the selected packet. */
export function ofField(path: string, around: Surroundings): Entry[][] {
  const { state, session, copy } = around
  const at = looked(state)
  if (!session || !at) return []
  const copied = (what: string, make: (field: NonNullable<ReturnType<typeof fieldAt>>, bytes: Uint8Array) => string) => () =>
    copy(what, async () => {
      const view = await session.packet(at.trace, at.packet)
      const root = view.roots[chosenRoot(view, state.root, path)]!
      const field = fieldAt(root.tree, path)
      return field ? make(field, baseOf(root.tree, root.bytes, path).bytes) : ''
    })
  return [
    [
      { id: 'value', name: 'Copy value', hint: 'C', does: copied('Value', copyText) },
      { id: 'hex', name: 'Copy as hex', does: copied('Hex', hexText) },
      { id: 'path', name: 'Copy path', does: () => copy('Path', () => path) },
    ],
    [{ id: 'only', name: 'Show only packets with this value', does: () => void onlyWith(path, around) }],
  ]
}

/** A filter for what a field says; the field is asked for by its name. */
async function onlyWith(path: string, { state, session, dispatch }: Surroundings): Promise<void> {
  const at = looked(state)
  const view = session && at && (await session.packet(at.trace, at.packet))
  const root = view?.roots[chosenRoot(view, state.root, path)]
  const field = root && fieldAt(root.tree, path)
  if (!root || !field) return
  const key = field.name.toLowerCase().replaceAll(' ', '')
  const value = copyText(field, baseOf(root.tree, root.bytes, path).bytes).slice(0, 64)
  dispatch({ type: 'filter', text: /^[a-z][a-z0-9_-]*$/.test(key) ? `${key}:${quoted(value)}` : quoted(value) })
}
