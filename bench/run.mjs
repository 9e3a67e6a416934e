// Runs a program and measures what all of it took: wall clock, processor time, and the most memory it held (GNU time where it is there).
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const gnuTime = existsSync('/usr/bin/time') && process.platform === 'linux'

/** Seconds of wall clock and of all processors, peak resident bytes (NaN where it cannot be known), exit code and the last line of output. */
export function run(program, args) {
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint()
    const command = gnuTime ? ['/usr/bin/time', ['-f', 'peak %M cpu %U %S', program, ...args]] : [program, args]
    const child = spawn(command[0], command[1], { stdio: ['ignore', 'pipe', 'pipe'] })
    let seen = 0
    const poll = gnuTime ? undefined : setInterval(() => (seen = Math.max(seen, residentNow(child.pid))), 20)
    let bytes = 0
    let errors = ''
    child.stdout.on('data', piece => (bytes += piece.length))
    child.stderr.on('data', piece => (errors = (errors + piece).slice(-4096)))
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(poll)
      const seconds = Number(process.hrtime.bigint() - began) / 1e9
      const peak = Number(/^peak (\d+)/m.exec(errors)?.[1]) * 1024 || seen || Number.NaN
      const [, user = 'NaN', system = 'NaN'] = /^peak \d+ cpu (\S+) (\S+)$/m.exec(errors) ?? []
      const cpu = Number(user) + Number(system)
      resolve({ seconds, cpu, peak, code, bytes, errors: errors.replace(/^peak .*$/m, '').trim() })
    })
  })
}

function residentNow(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
