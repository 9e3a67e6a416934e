/**
 * What node starts: `program.cjs` beside this file (main.ts, build.mjs) with the code V8 made of it when it was built, so
 * that a command begins without compiling what it runs. Code of another Node version is never looked at, and where there is none
 * the program is compiled as any other; V8 itself checks that it fits. Both files come of one build, which removes
 * the older two first.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

// Most commands are over within a second, and what V8 does for longer lives takes time from them: functions taken into others make
// code that is faster by little and takes its compiler far longer, and young objects begin in little room, out of which the facts of
// a large capture are copied again and again. From Node 24 on neither makes a difference.
const flags =
  Number.parseInt(process.versions.node, 10) < 24 ? ['--max-inlined-bytecode-size-cumulative=400', '--semi-space-growth-factor=8'] : []
for (const flag of flags) setFlagsFromString(flag)

const program = join(__dirname, 'program.cjs')
const compiled = join(__dirname, 'compiled', `${process.version}-${process.platform}-${process.arch}.bin`)

/** A function, as node makes one of a module (build.mjs). esbuild writes nothing but ASCII, which is read fastest so. */
const script = new Script(readFileSync(program, 'latin1'), { filename: program, cachedData: kept() })
const loaded = { exports: {} }

/** Whether the code that was kept is what runs. */
export const ready = script.cachedDataRejected === false

/** Keeps the code of all that ran up to now for the next time. Fails where nothing can be written. */
export function keep(): void {
  // V8 takes no code that was kept under other flags, and one of them may have changed meanwhile (youngObjects.ts).
  for (const flag of flags) setFlagsFromString(flag)
  mkdirSync(dirname(compiled), { recursive: true })
  writeFileSync(compiled, script.createCachedData())
}

script.runInThisContext()(loaded.exports, require, loaded, program, __dirname)

function kept(): Buffer | undefined {
  try {
    return readFileSync(compiled)
  } catch {
    return undefined
  }
}
