import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder for the tests of one file, gone when they have ended. To be called outside of tests. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ikescope-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
