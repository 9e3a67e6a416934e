import { type RefObject, useCallback, useRef, useState } from 'react'
import { keysApart } from '../host/keyFiles.ts'
import { type Chosen, chooseFiles } from './choosing.ts'
import type { Opening, Source } from './opening.ts'

/** What files are asked for: `joining`: the other end of what is open; `both`: one capture from each end. */
export interface Asked {
  readonly joining?: boolean
  readonly both?: boolean
}

/** Files on their way from a dialog, or a drop, to being opened. */
export interface Choosing {
  readonly choose: (how?: Asked) => Promise<void>
  /** Takes files that came otherwise than by the dialog. */
  readonly take: (chosen: Chosen, how?: Asked) => Promise<void>
  /** Both ends were asked for, and this one is chosen so far. */
  readonly first?: Chosen
  /** The first one alone will do. */
  readonly alone: () => void
  /** Neither is opened. */
  readonly putAside: () => void
  /** The plain file input that must do where the browser has no better dialog. */
  readonly input: RefObject<HTMLInputElement | null>
  readonly onInput: (files: readonly File[]) => void
}

/** Asks for files and opens them; where two captures are wanted and one was chosen, it waits for the other. */
export function useChoosing({ open, join }: Pick<Opening, 'open' | 'join'>): Choosing {
  const input = useRef<HTMLInputElement>(null)
  const asked = useRef<Asked>({})
  const [first, setFirst] = useState<Chosen>()
  const waiting = useRef(first)
  waiting.current = first

  const take = useCallback<Choosing['take']>(
    async ({ sources, handles }, { joining, both } = {}) => {
      if (sources.length === 0) return
      if (joining) return join(sources, handles)
      const before = waiting.current
      if (!both && !before) return open(sources, handles)
      const more = before ? sources.filter(source => !before.sources.some(one => isSame(one, source))) : sources
      const all = { sources: [...(before?.sources ?? []), ...more], handles: [...(before?.handles ?? []), ...handles] }
      const { captures } = await keysApart(all.sources)
      setFirst(captures.length === 1 ? all : undefined)
      if (captures.length !== 1) await open(all.sources, more.length === sources.length ? all.handles : [])
    },
    [open, join],
  )
  const choose = useCallback<Choosing['choose']>(
    async (how = {}) => {
      asked.current = how
      const chosen = await chooseFiles()
      if (chosen) await take(chosen, how)
      else input.current?.click()
    },
    [take],
  )
  return {
    choose,
    take,
    first,
    alone: () => {
      setFirst(undefined)
      if (first) void open(first.sources, first.handles)
    },
    putAside: () => setFirst(undefined),
    input,
    onInput: files => void take({ sources: files, handles: [] }, asked.current),
  }
}

/** The same file, chosen again. */
function isSame(one: Source, other: Source): boolean {
  if (!(one instanceof File) || !(other instanceof File)) return 'url' in one && 'url' in other && one.url === other.url
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified
}
