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

/** Writes to a stream, waiting for each piece to be taken. */
export function output(stream: NodeJS.WritableStream): Output {
  let broken = false
  stream.on('error', () => {
    broken = true
  })
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (broken) return reject(new Closed())
      stream.write(text, problem =>
        problem ? reject((problem as NodeJS.ErrnoException).code === 'EPIPE' ? new Closed() : problem) : resolve(),
      )
    })
  return { write, line: (text = '') => write(`${text}\n`) }
}
