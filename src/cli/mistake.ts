/** Wrong usage or unreadable input: one line, exit code 2. */
export class Mistake extends Error {}

/** What an operating system's error is for the user. */
export function failed(path: string, problem: unknown): Mistake {
  return new Mistake(`${path}: ${reasons[(problem as NodeJS.ErrnoException).code ?? ''] ?? (problem as Error).message}`)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  EEXIST: 'is a file, and no folder',
  EISDIR: 'is a directory',
  ENOTREG: 'is no regular file',
  ENOSPC: 'no space left',
  EROFS: 'nothing can be written there',
}
