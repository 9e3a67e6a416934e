import { captured, worldOf } from './inject/index.ts'
import type { Truth } from './inject/truth.ts'
import { nanoseconds } from './inject/world.ts'
import type { Scenario } from './scenario.ts'
import { Conversation } from './story/conversation.ts'
import { happen } from './story/index.ts'
import { newState } from './story/state.ts'

/** Both traces of a scenario, the keys that open them, and what is true of them. */
export interface Composed {
  readonly files: readonly [Uint8Array, Uint8Array]
  readonly extensions: readonly [string, string]
  /** Wireshark's tables by name; only those with a line in them. */
  readonly keys: Readonly<Record<string, string>>
  readonly truth: Truth & {
    readonly title: string
    readonly shows: string
    readonly expects: readonly string[]
    /** What happened, seconds since the start of the story. */
    readonly story: readonly { readonly at: number; readonly says: string }[]
  }
}

/** Plays a scenario. The same scenario gives the same bytes. @throws Unclear for a step that cannot be understood */
export function compose(scenario: Scenario): Composed {
  const talk = new Conversation(scenario)
  const state = newState(talk)
  for (const step of scenario.story) happen(state, step)
  const crossings = talk.crossings.toSorted((x, y) => (x.sent.time < y.sent.time ? -1 : x.sent.time > y.sent.time ? 1 : 0))
  const world = worldOf(crossings, nanoseconds(scenario.start))
  const { seed, formats, zones, title, shows, expects } = scenario
  world.truth.translated.push(...talk.hosts.flatMap(({ nat }) => (nat ? [nat.truth] : [])))
  const { files, extensions, truth } = captured(world, talk.others, scenario.faults, { seed, formats, zones })
  const tables = { ikev1_decryption_table: state.ikeKeys, ikev2_decryption_table: state.ikeV2Keys, esp_sa: state.espKeys }
  const keys = Object.fromEntries(
    Object.entries(tables).flatMap(([name, lines]) => (lines.length ? [[name, `${lines.join('\n')}\n`]] : [])),
  )
  return { files, extensions, keys, truth: { ...truth, title, shows, expects, story: state.events } }
}
