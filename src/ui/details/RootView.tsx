import { useCallback, useEffect, useMemo, useState } from 'react'
import { fieldAt } from '../../dissectors/field.ts'
import { withheldIn } from '../../dissectors/withheld.ts'
import type { Root } from '../../host/protocol.ts'
import { useApp } from '../app.ts'
import { Hex } from '../hex/Hex.tsx'
import { copied } from '../told/copied.ts'
import { FieldTree } from './FieldTree.tsx'
import { FieldWords } from './FieldWords.tsx'
import { around, baseOf, copyText, fieldOfByte, fieldRows, hexText } from './fields.ts'

/** One root of bytes: its fields above, its bytes below, each lighting the other. */
export function RootView({ root, index }: { root: Root; index: number }) {
  const { state, dispatch } = useApp()
  const { tree, bytes } = root
  const { field: path } = state
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [over, setOver] = useState<string>()
  const [clicked, setClicked] = useState<{ readonly root: Root; readonly path: string; readonly offset: number }>()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another root has other fields
  useEffect(() => setOver(undefined), [root])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another root may have the field elsewhere
  useEffect(() => {
    if (path) setOpened(before => opening(before, around(path)))
  }, [path, root])

  const rows = useMemo(() => fieldRows(tree, opened), [tree, opened])
  const selected = path === undefined ? undefined : fieldAt(tree, path)
  const base = useMemo(() => baseOf(tree, bytes, path), [tree, bytes, path])
  const withheld = useMemo(() => withheldIn(base.field), [base])
  const pointed = over === undefined ? undefined : fieldAt(tree, over)
  const pointedHere = pointed && !pointed.bytes && baseOf(tree, bytes, over).bytes === base.bytes ? pointed : undefined

  const select = useCallback((field: string) => dispatch({ type: 'field', field, root: index }), [dispatch, index])
  const selectInTree = useCallback(
    (field: string) => {
      setClicked(undefined)
      select(field)
    },
    [select],
  )
  const open = useCallback((at: string, isOpen: boolean) => setOpened(before => new Map(before).set(at, isOpen)), [])
  const copy = (what: string, text: string) => copied(what, () => text, dispatch)
  const copies = selected && path ? { value: copyText(selected, base.bytes), hex: hexText(selected, base.bytes), path } : undefined
  const name = selected
    ? `0x${selected.start.toString(16)}–0x${Math.max(selected.start, selected.end - 1).toString(16)}, ${selected.name}`
    : ''
  return (
    <div
      className="root-panel"
      onKeyDown={event => {
        if (event.key.toLowerCase() === 'c' && copies && !event.ctrlKey && !event.metaKey && !event.altKey) void copy('Value', copies.value)
      }}
    >
      <FieldTree tree={tree} bytes={bytes} rows={rows} selected={path} over={over} onSelect={selectInTree} onOver={setOver} onOpen={open} />
      <FieldWords tree={tree} path={path} />
      <div className="hexbox">
        <p className="cap">
          <span>Bytes</span>
          <span className="plain">{name}</span>
        </p>
        <Hex
          bytes={base.bytes}
          size={state.size}
          selected={selected}
          over={pointedHere}
          withheld={withheld}
          clicked={clicked?.root === root && clicked.path === path ? clicked.offset : undefined}
          path={over ?? path}
          onPick={(offset, isClick) => {
            const at = fieldOfByte(base, offset)
            if (!at) return
            setClicked(isClick ? { root, path: at, offset } : undefined)
            select(at)
          }}
          onOver={offset => setOver(offset === undefined ? undefined : fieldOfByte(base, offset))}
        />
      </div>
      <div className="acts" role="toolbar" aria-label="Copy">
        {copies ? (
          <>
            <span>Copy</span>
            <button type="button" onClick={() => void copy('Value', copies.value)}>
              value
            </button>
            <button type="button" onClick={() => void copy('Hex', copies.hex)}>
              hex
            </button>
            <button type="button" onClick={() => void copy('Path', copies.path)}>
              path
            </button>
          </>
        ) : (
          <span>
            <kbd>Enter</kbd> fields <kbd>←</kbd> <kbd>→</kbd> copies
          </span>
        )}
      </div>
    </div>
  )
}

function opening(before: ReadonlyMap<string, boolean>, paths: readonly string[]): ReadonlyMap<string, boolean> {
  if (paths.every(path => before.get(path) === true)) return before
  const next = new Map(before)
  for (const path of paths) next.set(path, true)
  return next
}
