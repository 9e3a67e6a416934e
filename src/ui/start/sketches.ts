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

/** Two hosts, and nobody knows yet what is between them. */
export const NOT_FOUND_YET: readonly string[] = ['?']

/** The sketch that suits an example by its name; else a negotiation that works. */
export function sketchOf(name: string): readonly string[] {
  return sketches.find(([pattern]) => pattern.test(name))?.[1] ?? ['>', '<', '>', '<', '=']
}
