/**
 * Small ladders for the examples. A line each: `>` and `<` arrive, with `x` they are lost on the way, `?` nobody knows;
 * `+` marks a copy, `!` a refusal, `=` protected traffic; `?` alone is a question.
 */
const sketches: readonly (readonly [name: RegExp, lines: readonly string[]])[] = [
  [/fragdrop/, ['>', '<', '>', '>x', '+>', '+>x']],
  [/4500|natt.*block/, ['>', '<', '>?', '+>?', '+>?']],
  [/oneway/, ['>', '<x', '+>', '<x', '+>', '<x']],
  [/pmtu/, ['=', '>!', '<', '>']],
  [/not_running|rejected/, ['>!', '+>!', '+>!']],
  [/firewalled|blackhole/, ['>?', '+>?', '+>?', '+>?']],
  [/wrong|auth_failed|untrusted/, ['>', '<', '>', '<', '>!']],
  [/noprop|invalid/, ['>!', '<']],
  [/rekey/, ['>', '<', '=', '>', '<', '=']],
  [/qm3|loss/, ['>', '<', '>x', '<', '>x']],
]

/** The same before anybody has looked into it: what is lost on the way back is not there, what stops goes nobody knows where. */
export function unsolved(lines: readonly string[]): readonly string[] {
  const answered = (i: number) => lines[i + 1] !== '<x'
  const seen = lines.map((line, i) => (answered(i) ? line.replace(/[x!]/, '?') : `${line}?`)).filter(line => line !== '<?')
  return seen.some(line => line.includes('?')) ? seen : [...seen.slice(0, -1), '?']
}

/** The sketch that suits an example by its name; else a negotiation that works. */
export function sketchOf(name: string): readonly string[] {
  return sketches.find(([pattern]) => pattern.test(name))?.[1] ?? ['>', '<', '>', '<', '=']
}
