import { failed } from './mistake.ts'

/** What a command says on standard output: in order, as fast as the reader takes it, and all of it. */
export interface Output {
  line(text?: string): Promise<void>
  write(text: string): Promise<void>
}

/** Whoever reads a pipe may stop reading (`| head`); that is no failure of ours. */
class Closed extends Error {}

/** True for what `Output` throws when nobody listens any more. */
export function nobodyListens(problem: unknown): boolean {
  return problem instanceof Closed
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A text as a terminal may have it: what would move the cursor, clear the screen or turn the direction of writing is told by
 *  its number instead. Comments, names and ids of a capture were written by strangers. In JSON it reads the same as before. */
function harmless(text: string): string {
  return text.replace(steering, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same of what is to stay on its line: a file's name may hold a line break. */
export function onOneLine(text: string): string {
  return harmless(text).replace(/[\n\t]/g, sign => (sign === '\n' ? '\\u000a' : '\\u0009'))
}

/** Writes to a stream, waiting for each piece to be taken. */
export function output(stream: NodeJS.WritableStream): Output {
  let broken = false
  stream.on('error', () => {
    broken = true
  })
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (broken) return reject(new Closed())
      stream.write(harmless(text), problem => {
        if (!problem) resolve()
        else reject((problem as NodeJS.ErrnoException).code === 'EPIPE' ? new Closed() : failed('standard output', problem))
      })
    })
  return { write, line: (text = '') => write(`${text}\n`) }
}
