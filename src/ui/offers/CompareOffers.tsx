import { useApp } from '../app.ts'
import { useNavigate } from '../navigation.ts'

/** The way to offer and answer, side by side. @param finding the finding that is about them; else those of the selected message */
export function CompareOffers({ finding }: { finding?: number }) {
  const { toOffers } = useNavigate()
  const { state } = useApp()
  if (!state.opened?.session) return null
  return (
    <button type="button" className="compare" onClick={() => toOffers(finding)}>
      Compare offer and answer <kbd>A</kbd>
    </button>
  )
}
