import { explained } from '../../dissectors/explained/index.ts'
import type { Field } from '../../dissectors/field.ts'

/** What the selected field is for, and where it is written down. */
export function FieldWords({ tree, path }: { tree: Field; path: string | undefined }) {
  const words = path === undefined ? undefined : explained(tree, path)
  if (!words) return null
  return (
    <p className="field-words">
      <b>{words.name}</b> {words.says} <span className="muted">{words.rfc}</span>
    </p>
  )
}
