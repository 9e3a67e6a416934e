import { useEffect, useState } from 'react'
import type { Source } from './opening.ts'

/** Captures that the host of this page serves: those named on the command line, and the shipped examples. */
export interface Offered {
  readonly files: readonly Served[]
  readonly examples: readonly Example[]
  readonly lessons: readonly OfferedLesson[]
  /** Captures opened before, where the host keeps that list (Electron does). */
  readonly recent: readonly Served[]
  /** Captures that the handbook points to, by the name it gives them. */
  readonly handbook: readonly Example[]
}

/** A file that the host gives out at an address of its own. */
export interface Served {
  readonly name: string
  readonly url: string
  /** Where its workspace file is read and written. */
  readonly kept?: string
}

/** Captures that belong together, and what they show. */
export interface Example {
  readonly name: string
  readonly title: string
  readonly files: readonly Source[]
}

/** A lesson: its own file first, then its captures and keys. */
export interface OfferedLesson extends Example {
  /** Shown in place of its title until it is done. */
  readonly symptom?: string
  readonly scenario: string
  readonly steps: number
}

const nothing: Offered = { files: [], examples: [], lessons: [], recent: [], handbook: [] }

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

/** What the host of this page offers. */
export async function ask(signal?: AbortSignal): Promise<Offered> {
  if (location.protocol === 'file:') return { ...nothing, lessons: inside(document.querySelector<HTMLTemplateElement>('template#inside')) }
  const answer = await fetch('./session.json', { signal: signal ?? null })
  if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return nothing
  return offeredIn(await answer.json())
}

/** The lessons that the single file carries, as `single.mjs` writes them. */
function inside(template: HTMLTemplateElement | null): OfferedLesson[] {
  const said = JSON.parse(template?.content.textContent || '[]') as readonly (Omit<OfferedLesson, 'files'> & {
    files: readonly Carried[]
  })[]
  const file = ({ name, base64 }: Carried) => new File([Uint8Array.from(atob(base64), one => one.charCodeAt(0))], name)
  return said.map(({ files, ...lesson }) => ({ ...lesson, files: files.map(file) }))
}

interface Carried {
  readonly name: string
  readonly base64: string
}

/** Reads what a host says, keeping only what has the expected form. */
export function offeredIn(said: unknown): Offered {
  const { files, examples, lessons, recent, handbook } = (said ?? {}) as Readonly<Record<string, unknown>>
  return {
    files: served(files),
    recent: served(recent),
    examples: list(examples).flatMap(example),
    handbook: list(handbook).flatMap(example),
    lessons: list(lessons).flatMap(said => {
      const { scenario, steps, symptom } = (said ?? {}) as { scenario?: unknown; steps?: unknown; symptom?: unknown }
      const whole = typeof scenario === 'string' && typeof steps === 'number'
      return example(said).flatMap(one => (whole ? [{ ...one, ...(typeof symptom === 'string' ? { symptom } : {}), scenario, steps }] : []))
    }),
  }
}

function example(said: unknown): Example[] {
  const { name, title, files } = (said ?? {}) as { name?: unknown; title?: unknown; files?: unknown }
  const all = served(files)
  return typeof name === 'string' && all.length > 0 ? [{ name, title: typeof title === 'string' ? title : name, files: all }] : []
}

function served(files: unknown): Served[] {
  return list(files).flatMap((file): Served[] => {
    const { name, url, kept } = (file ?? {}) as { name?: unknown; url?: unknown; kept?: unknown }
    if (typeof name !== 'string' || typeof url !== 'string') return []
    return [{ name, url, ...(typeof kept === 'string' ? { kept } : {}) }]
  })
}

function list(all: unknown): readonly unknown[] {
  return Array.isArray(all) ? all : []
}
