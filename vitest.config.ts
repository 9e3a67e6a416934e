import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/fuzz/**'],
    environment: 'node',
    // Pictures are styled by the page's own sheets, read as text.
    css: { include: [/\.css/] },
    testTimeout: 60_000,
  },
})
