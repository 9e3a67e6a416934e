import { defineConfig } from 'vitest/config'

/** End to end: the built page in a real browser, one file at a time. */
export default defineConfig({
  test: { include: ['test/e2e/**/*.test.ts'], environment: 'node', testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
})
