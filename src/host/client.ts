import type { Answers, Line, Opening, Question, Said } from './messages.ts'
import { put } from './parts.ts'
import type { Found, Opened, Progress, Session } from './protocol.ts'

/** What the page may name: a File that was chosen or dropped, or a URL of our own server. */
export type Named = File | { readonly name: string; readonly url: string }

/** Without its number, which the client gives. */
type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never

/**
 * Opens captures in a worker of their own. Aborting ends the worker at once and rejects with the signal's reason;
 * closing the session ends it too.
 */
export async function openFiles(files: readonly Named[], onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Opened> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'ikescope' })
  const line = connect(worker, onProgress)
  const abort = () => line.end(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    const opened = await line.ask<'open'>({ tag: 'open', files: files.map(opening) })
    if (opened.ok) return { ok: true, session: session(line) }
    line.end(new Error('the capture was not opened'))
    return opened
  } catch (problem) {
    line.end(problem)
    throw problem
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function opening(file: Named): Opening {
  return 'url' in file ? { name: file.name, url: new URL(file.url, document.baseURI).href } : { name: file.name, blob: file }
}

interface Asking {
  ask<Tag extends keyof Answers>(question: Asked & { readonly tag: Tag }, told?: (found: Found) => void): Promise<Answers[Tag]>
  /** The number of the last question. */
  readonly last: number
  /** Ends the worker; questions that wait are rejected with `reason`. */
  end(reason: unknown): void
}

/** Questions to a worker, their answers told apart by number. */
export function connect(
  worker: Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>,
  onProgress: (progress: Progress) => void,
): Asking {
  const waiting = new Map<number, { resolve(value: never): void; reject(reason: unknown): void; told?: (found: Found) => void }>()
  let last = 0
  let ended: { readonly reason: unknown } | undefined
  const end = (reason: unknown) => {
    if (ended) return
    ended = { reason }
    worker.terminate()
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }
  let coming: { readonly said: Said; parts: number } | undefined
  worker.onmessage = ({ data }: MessageEvent<Line>) => {
    if (ended) return
    if ('said' in data) coming = { ...data }
    else if (coming) {
      put(coming.said, data)
      coming.parts--
    }
    if (coming?.parts === 0) hear(coming.said)
  }
  const hear = (data: Said) => {
    if (data.tag === 'progress') return onProgress(data.progress)
    if (data.tag === 'found') return waiting.get(data.id)?.told?.(data.found)
    const one = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.tag === 'answer') one?.resolve(data.value as never)
    else one?.reject(new Error(data.says))
  }
  worker.onerror = event => end(new Error(event.message || 'the worker stopped'))
  return {
    end,
    get last() {
      return last
    },
    ask: (question, told) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended.reason)
        const id = ++last
        waiting.set(id, { resolve, reject, ...(told ? { told } : {}) })
        worker.postMessage({ ...question, id })
      }),
  }
}

function session(line: Asking): Session {
  return {
    report: () => line.ask<'report'>({ tag: 'report' }),
    alone: trace => line.ask<'alone'>({ tag: 'alone', trace }),
    lone: trace => line.ask<'lone'>({ tag: 'lone', trace }),
    relate: offset => line.ask<'relate'>({ tag: 'relate', ...(offset === undefined ? {} : { offset }) }),
    packet: (trace, number) => line.ask<'packet'>({ tag: 'packet', trace, number }),
    twin: (trace, number) => line.ask<'twin'>({ tag: 'twin', trace, number }),
    everywhere: (trace, number) => line.ask<'everywhere'>({ tag: 'everywhere', trace, number }),
    monitor: (trace, time) => line.ask<'monitor'>({ tag: 'monitor', trace, time }),
    baseline: () => line.ask<'baseline'>({ tag: 'baseline' }),
    cut: (trace, wanted) => line.ask<'cut'>({ tag: 'cut', trace, wanted }),
    fingerprint: trace => line.ask<'fingerprint'>({ tag: 'fingerprint', trace }),
    anonymised: wishes => line.ask<'anonymised'>({ tag: 'anonymised', wishes }),
    rows: (trace, from, to) => line.ask<'rows'>({ tag: 'rows', trace, from, to }),
    context: (trace, hosts, wanted) => line.ask<'context'>({ tag: 'context', trace, hosts, wanted }),
    carried: (trace, by, first, count) => line.ask<'carried'>({ tag: 'carried', trace, by, first, count }),
    density: (trace, all, span, parts) =>
      line.ask<'density'>({
        tag: 'density',
        trace,
        of: all.map(({ spi, from, to }) => ({ from, to, ...(spi === undefined ? {} : { spi }) })),
        span,
        parts,
      }),
    keys: files => line.ask<'keys'>({ tag: 'keys', files }),
    search: (trace, text, told, signal, whole = false) => {
      const answer = line.ask<'search'>({ tag: 'search', trace, text, whole }, told)
      const { last } = line
      signal?.addEventListener('abort', () => void line.ask<'stop'>({ tag: 'stop', search: last }).catch(() => {}))
      return answer
    },
    close: async () => line.end(new Error('the session is closed')),
  }
}
