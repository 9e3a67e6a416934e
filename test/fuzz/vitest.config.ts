import { defineConfig } from 'vitest/config'

/** `npm run fuzz`: for a night. Every captured file damaged 10,000 times and cut at every place, a million mutations of packets. */
export default defineConfig({
  test: { include: ['test/fuzz/**/*.test.ts'], environment: 'node', testTimeout: 12 * 3600_000 },
})
