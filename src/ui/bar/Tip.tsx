import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'

/** Says what a button does, and its key, where the pointer rests or the keyboard stands. */
export function Tip({ says, hint, children }: { says: string; hint?: string; children: ReactElement }) {
  return (
    <TooltipTrigger delay={350} closeDelay={0}>
      {children}
      <Tooltip className="tip" placement="bottom" offset={6}>
        {says}
        {hint && <kbd>{hint}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
