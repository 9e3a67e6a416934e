import type { ByteSource } from '../capture/source.ts'
import type { CutOut } from '../cut/cut.ts'
import { blobSource } from './blobSource.ts'
import { httpSource } from './httpSource.ts'
import type { Answers, Line, Opening, Question, Said } from './messages.ts'
import { apart } from './parts.ts'
import type { Found, GivenAway, PacketView, Session } from './protocol.ts'
import { openSession } from './session.ts'

/** The worker's side: holds the session, so that the page never waits for it. */
let session: Session | undefined
const searches = new Map<number, AbortController>()

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  try {
    const value = await answer(data)
    say({ tag: 'answer', id: data.id, value }, buffersOf(data, value))
  } catch (problem) {
    say({ tag: 'failed', id: data.id, says: problem instanceof Error ? problem.message : String(problem) })
  }
}

async function answer(question: Question): Promise<Answers[keyof Answers]> {
  if (question.tag === 'open') return open(question.files)
  if (!session) throw new Error('no capture is open')
  switch (question.tag) {
    case 'report':
      return session.report()
    case 'alone':
      return session.alone(question.trace)
    case 'lone':
      return session.lone(question.trace)
    case 'relate':
      return session.relate(question.offset)
    case 'packet':
      return session.packet(question.trace, question.number)
    case 'context':
      return session.context(question.trace, question.hosts, question.wanted)
    case 'search': {
      const stopped = new AbortController()
      searches.set(question.id, stopped)
      const told = (found: Found) => say({ tag: 'found', id: question.id, found })
      return session.search(question.trace, question.text, told, stopped.signal, question.whole).finally(() => searches.delete(question.id))
    }
    case 'stop':
      searches.get(question.search)?.abort()
      return undefined
    case 'monitor':
      return session.monitor(question.trace, question.time)
    case 'baseline':
      return session.baseline()
    case 'cut':
      return session.cut(question.trace, question.wanted)
    case 'fingerprint':
      return session.fingerprint(question.trace)
    case 'anonymised':
      return session.anonymised(question.wishes)
    case 'twin':
      return session.twin(question.trace, question.number)
    case 'everywhere':
      return session.everywhere(question.trace, question.number)
    case 'rows':
      return session.rows(question.trace, question.from, question.to)
    case 'carried':
      return session.carried(question.trace, question.by, question.first, question.count)
    case 'density':
      return session.density(question.trace, question.of, question.span, question.parts)
    case 'keys':
      return session.keys(question.files)
  }
}

async function open(files: readonly Opening[]): Promise<Answers['open']> {
  const sources: ByteSource[] = []
  for (const file of files) {
    try {
      sources.push('blob' in file ? blobSource(file.name, file.blob) : await httpSource(file.name, file.url))
    } catch (problem) {
      for (const source of sources) await source.close?.()
      return { ok: false, why: problem instanceof Error ? problem.message : String(problem), name: file.name, place: sources.length }
    }
  }
  const opened = await openSession(sources, progress => say({ tag: 'progress', progress }), undefined, { reports: true })
  if (!opened.ok) return opened
  session = opened.session
  return { ok: true }
}

/** Bytes that were made for the page move there instead of being copied. */
function buffersOf(question: Question, value: Answers[keyof Answers]): Transferable[] {
  const bytes =
    question.tag === 'packet'
      ? (value as PacketView).roots.map(root => root.bytes)
      : question.tag === 'cut'
        ? [(value as CutOut).bytes]
        : question.tag === 'anonymised'
          ? (value as GivenAway).files.map(file => file.bytes)
          : []
  return [...new Set(bytes.map(one => one.buffer as ArrayBuffer))]
}

/** Bytes move and stay whole; everything else goes in parts that the page can take one at a time. */
function say(said: Said, transfer: Transferable[] = []): void {
  const { head, parts } = transfer.length > 0 ? { head: said, parts: [] } : apart(said)
  self.postMessage({ said: head, parts: parts.length } satisfies Line, { transfer })
  for (const part of parts) self.postMessage(part satisfies Line)
}
