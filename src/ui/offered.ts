import { useEffect, useState } from 'react'

/** Captures that the host of this page serves: those named on the command line, and the shipped examples. */
export interface Offered {
  readonly files: readonly Served[]
  readonly examples: readonly Example[]
  /** Captures opened before, where the host keeps that list (Electron does). */
  readonly recent: readonly Served[]
}

export interface Served {
  readonly name: string
  readonly url: string
}

export interface Example {
  readonly name: string
  readonly title: string
  readonly files: readonly Served[]
}

const nothing: Offered = { files: [], examples: [], recent: [] }

/** Asks the host once; a page served by anything else is offered nothing. Undefined while the answer is awaited. */
export function useOffered(): Offered | undefined {
  const [offered, setOffered] = useState<Offered>()
  useEffect(() => {
    const asking = new AbortController()
    ask(asking.signal).then(setOffered, () => asking.signal.aborted || setOffered(nothing))
    return () => asking.abort()
  }, [])
  return offered
}

async function ask(signal: AbortSignal): Promise<Offered> {
  if (location.protocol === 'file:') return nothing
  const answer = await fetch('./session.json', { signal })
  if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return nothing
  return offeredIn(await answer.json())
}

/** Reads what a host says, keeping only what has the expected form. */
export function offeredIn(said: unknown): Offered {
  const { files, examples, recent } = (said ?? {}) as { files?: unknown; examples?: unknown; recent?: unknown }
  return {
    files: served(files),
    recent: served(recent),
    examples: list(examples).flatMap(example => {
      const { name, title, files } = (example ?? {}) as { name?: unknown; title?: unknown; files?: unknown }
      const all = served(files)
      return typeof name === 'string' && all.length > 0 ? [{ name, title: typeof title === 'string' ? title : name, files: all }] : []
    }),
  }
}

function served(files: unknown): Served[] {
  return list(files).filter((file): file is Served => {
    const { name, url } = (file ?? {}) as { name?: unknown; url?: unknown }
    return typeof name === 'string' && typeof url === 'string'
  })
}

function list(all: unknown): readonly unknown[] {
  return Array.isArray(all) ? all : []
}
