import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
// @ts-expect-error: a script of the build, not of the product
import { licencesOf } from '../licences.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

test('each package that a bundle took in from is there once, with its text; the project itself is not', async () => {
  const files = [
    'react/index.js',
    'react/cjs/react.production.js',
    '@fontsource-variable/inter/index.css?inline',
    'yaml/browser/dist/index.js',
  ]
  const text: string = await licencesOf([
    ...files.map(file => join(root, 'node_modules', file)),
    join(root, 'src/ui/main.tsx'),
    '\0virtual',
  ])
  expect(text.match(/^\S+ \d+\.\d+\.\d+$/gm)?.map(name => name.split(' ')[0])).toEqual(['@fontsource-variable/inter', 'react', 'yaml'])
  expect(text).toContain('SIL OPEN FONT LICENSE')
  expect(text).toContain('Permission is hereby granted, free of charge')
})
