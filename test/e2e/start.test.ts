import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('the program that was built starts with the code that was kept of it', () => {
  const entry = fileURLToPath(new URL('../../dist/cli/ikescope.js', import.meta.url))
  const code = `const { ready } = require(${JSON.stringify(entry)}); console.log('ready', ready)`
  expect(execFileSync(process.execPath, ['-e', code, entry, '--version'], { encoding: 'utf8' })).toContain('ready true')
})
