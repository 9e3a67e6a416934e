import { type View, views } from './views.ts'

/** What a key does, in groups as the sheet of keys shows them. */
export interface Binding {
  /** As KeyboardEvent.key says it. */
  readonly keys: readonly string[]
  /** As the sheet writes it. */
  readonly shown: readonly string[]
  readonly does: string
  readonly command: Command
}

/** Keys that belong together, under one heading. */
export interface Group {
  readonly title: string
  readonly bindings: readonly Binding[]
}

/** What keys and menus can ask for. */
export type Command =
  | 'down'
  | 'up'
  | 'left'
  | 'right'
  | 'previousNegotiation'
  | 'nextNegotiation'
  | 'nextFinding'
  | 'inspect'
  | 'differences'
  | 'offers'
  | 'search'
  | 'packet'
  | 'times'
  | 'note'
  | 'hide'
  | 'menu'
  | 'present'
  | 'context'
  | View
  | 'larger'
  | 'smaller'
  | 'open'
  | 'otherEnd'
  | 'export'
  | 'keys'
  | 'back'

/** All keys, as the sheet of keys shows them. */
export const groups: readonly Group[] = [
  {
    title: 'Through the messages',
    bindings: [
      { keys: ['ArrowDown'], shown: ['↓'], does: 'Next message', command: 'down' },
      { keys: ['ArrowUp'], shown: ['↑'], does: 'Message before', command: 'up' },
      {
        keys: ['ArrowRight'],
        shown: ['→'],
        does: 'Next copy or fragment of the message, or packet of a band; opens what is folded',
        command: 'right',
      },
      { keys: ['ArrowLeft'], shown: ['←'], does: 'The one before; closes what is open', command: 'left' },
      { keys: [']'], shown: [']'], does: 'Next negotiation', command: 'nextNegotiation' },
      { keys: ['['], shown: ['['], does: 'Negotiation before', command: 'previousNegotiation' },
      { keys: ['f', 'F'], shown: ['F'], does: 'Next finding: its packets light up everywhere', command: 'nextFinding' },
    ],
  },
  {
    title: 'The chosen message',
    bindings: [
      { keys: ['Enter'], shown: ['Enter'], does: 'Into the fields of the message', command: 'inspect' },
      { keys: ['d', 'D'], shown: ['D'], does: 'What differs between the packet at A and at B', command: 'differences' },
      { keys: ['a', 'A'], shown: ['A'], does: 'What was offered beside what was answered', command: 'offers' },
      { keys: ['n', 'N'], shown: ['N'], does: 'Note on the selected message', command: 'note' },
      { keys: ['h', 'H'], shown: ['H'], does: 'Hide the selected row', command: 'hide' },
      { keys: ['m', 'M'], shown: ['M'], does: 'What can be done with the selected row, as a right click', command: 'menu' },
    ],
  },
  {
    title: 'Finding',
    bindings: [
      { keys: ['/'], shown: ['/'], does: 'Search all captures: messages, findings, addresses, SPIs, fields of packets', command: 'search' },
      { keys: ['g', 'G'], shown: ['G'], does: 'Go to a packet by its number, 17 or B17', command: 'packet' },
    ],
  },
  {
    title: 'Views',
    bindings: views.map(({ view, does }, i) => ({ keys: [`${i + 1}`], shown: [`${i + 1}`], does, command: view })),
  },
  {
    title: 'What is shown, and how',
    bindings: [
      { keys: ['t', 'T'], shown: ['T'], does: 'Times: since the start, since the row before, clock of A, of B, UTC', command: 'times' },
      { keys: ['x', 'X'], shown: ['X'], does: 'Other traffic of the two hosts: Kerberos, DNS, ping, in the clear', command: 'context' },
      { keys: ['p', 'P'], shown: ['P'], does: 'Present: the verdict and the ladder alone, large', command: 'present' },
      { keys: ['+', '='], shown: ['+'], does: 'Larger text', command: 'larger' },
      { keys: ['-', '−'], shown: ['−'], does: 'Smaller text', command: 'smaller' },
    ],
  },
  {
    title: 'Everything else',
    bindings: [
      { keys: ['o', 'O'], shown: ['O'], does: 'Open captures', command: 'open' },
      { keys: ['b', 'B'], shown: ['B'], does: 'Open both ends; with one capture open, add the other end', command: 'otherEnd' },
      { keys: ['e', 'E'], shown: ['E'], does: 'Export: the report, the ladder, packets, captures without names', command: 'export' },
      { keys: ['?'], shown: ['?'], does: 'These keys', command: 'keys' },
      { keys: ['Escape'], shown: ['Esc'], does: 'Back: out of a pane, out of a selection, out of a part of the strip', command: 'back' },
    ],
  },
]

/** All keys, whatever their group. */
export const bindings: readonly Binding[] = groups.flatMap(group => group.bindings)

const byKey = new Map(bindings.flatMap(binding => binding.keys.map(key => [key, binding.command] as const)))

/** Keys that a pane with a cursor of its own keeps for itself. */
const panes = new Set(['fields', 'bytes', 'strip', 'moment', 'baseline'])
const moving = new Set<Command>(['down', 'up', 'left', 'right', 'inspect'])

/** What a key press means for the workspace; undefined when it belongs to what has the focus. */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'target'>,
): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined
  const target = event.target as (Partial<Element> & { tagName?: string }) | null
  const command = byKey.get(event.key)
  if (!command || !target) return command
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName ?? '') || target.closest?.('[role=dialog],[role=menu]')) return undefined
  const pane = target.closest?.('[data-pane]')?.getAttribute('data-pane') ?? ''
  if (moving.has(command) && panes.has(pane)) return undefined
  if (moving.has(command) && target.closest?.('[role=tablist],button,summary,a')) return undefined
  return command
}
