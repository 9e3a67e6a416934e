import { Kind } from '../dissectors/sort.ts'
import { countWhile } from '../trace/packets/ascending.ts'
import type { FlowTable } from '../trace/packets/flowTable.ts'
import type { ContextKind, ContextRun } from './protocol.ts'
import type { Reading } from './reading.ts'
import { packetRows } from './rows.ts'

// What two hosts said beside IPsec. It is bulk: rows of numbers in the table, a million of them where somebody copied a
// file. So packets of one conversation that follow each other without a pause are told as one run, and a conversation
// that falls into too many runs is told with longer pauses. Conversations are kept apart by the service, which is the
// lower port: a browser that opens a thousand connections is one conversation.

/** Seconds of silence that end a run, and runs of one conversation at most. */
const PAUSE = 2
const RUNS = 50
/** Conversations at most; the ones with the fewest packets tell the most and come first. */
const CONVERSATIONS = 100
/** Of runs with names of their own (DNS, Kerberos), so many packets are named. */
const NAMED_RUNS = 200
const NAMED = 3

const kinds: Partial<Record<Kind, ContextKind>> = {
  [Kind.dns]: 'dns',
  [Kind.kerberos]: 'kerberos',
  [Kind.ping]: 'ping',
  [Kind.tcp]: 'tcp',
  [Kind.tcpControl]: 'tcp',
  [Kind.udp]: 'udp',
}

interface Conversation {
  readonly kind: ContextKind
  readonly port?: number
  /** The end that is one of the two hosts (the first of them when both are), and the other end. */
  readonly host: string
  readonly other: string
  readonly flows: number[]
  packets: number
}

/**
 * Runs of packets beside IPsec in the order of time: TCP, UDP and ping between two hosts, DNS and Kerberos of either with anybody.
 * @param wanted packet numbers that somebody cites; each run says which of them it holds
 */
export async function context(reading: Reading, hosts: readonly [string, string], wanted: readonly number[] = []): Promise<ContextRun[]> {
  const { packets } = reading.trace
  const all = conversations(packets.flows, hosts)
    .sort((one, other) => one.packets - other.packets)
    .slice(0, CONVERSATIONS)
  const cited = [...wanted].sort((one, other) => one - other)
  const runs = all.flatMap(conversation => runsOf(reading, conversation, cited)).sort((one, other) => one.firstTime - other.firstTime)
  return Promise.all(runs.map((run, i) => (i < NAMED_RUNS ? named(reading, run) : run)))
}

function conversations(flows: FlowTable, [one, other]: readonly [string, string]): Conversation[] {
  const found = new Map<string, Conversation>()
  for (let flow = 0; flow < flows.length; flow++) {
    const kind = kinds[flows.kind(flow)]
    if (!kind) continue
    const [source, destination] = [flows.source(flow), flows.destination(flow)]
    const ours = [source, destination].filter(address => address === one || address === other).length
    if (ours === 0 || (ours === 1 && kind !== 'dns' && kind !== 'kerberos')) continue
    const forth = ours === 2 ? source === one : source === one || source === other
    const [host, far] = forth ? [source, destination] : [destination, source]
    const selector = flows.selector(flow)
    const port = kind === 'tcp' || kind === 'udp' ? Math.min(selector >>> 16, selector & 0xffff) : undefined
    const key = `${kind} ${port ?? ''} ${host} ${far}`
    let conversation = found.get(key)
    if (!conversation) {
      conversation = { kind, host, other: far, flows: [], packets: 0, ...(port === undefined ? {} : { port }) }
      found.set(key, conversation)
    }
    conversation.flows.push(flow)
    conversation.packets += flows.packets(flow)
  }
  return [...found.values()]
}

function runsOf(reading: Reading, conversation: Conversation, cited: readonly number[]): ContextRun[] {
  const { packets } = reading.trace
  const rows = new Uint32Array(conversation.packets)
  let filled = 0
  for (const flow of conversation.flows) {
    const part = packets.rowsOfFlow(flow)
    rows.set(part, filled)
    filled += part.length
  }
  rows.sort()
  let pause = PAUSE
  let starts = startsOf(reading, rows, pause)
  while (starts.length > RUNS) {
    pause *= 4
    starts = startsOf(reading, rows, pause)
  }
  return starts.map((start, i) => run(reading, conversation, rows.subarray(start, starts[i + 1] ?? rows.length), cited))
}

/** Indexes at which runs begin; a trace without times is one run. */
function startsOf({ trace: { packets } }: Reading, rows: Uint32Array, pause: number): number[] {
  const starts = [0]
  for (let i = 1; i < rows.length; i++) {
    if (packets.time(rows[i]!) - packets.time(rows[i - 1]!) >= pause && starts.push(i) > RUNS) break
  }
  return starts
}

function run(reading: Reading, conversation: Conversation, rows: Uint32Array, cited: readonly number[]): ContextRun {
  const { packets } = reading.trace
  const [first, last] = [rows[0]!, rows.at(-1)!]
  let [forth, bytes] = [0, 0]
  for (const row of rows) {
    if (packets.flows.source(packets.flow(row)) === conversation.host) forth++
    bytes += packets.original(row)
  }
  const { kind, port, host, other } = conversation
  return {
    kind,
    ...(port === undefined ? {} : { port }),
    host,
    other,
    begins: packets.flows.source(packets.flow(first)) === host ? 'host' : 'other',
    forth,
    back: rows.length - forth,
    bytes,
    firstPacket: first + 1,
    lastPacket: last + 1,
    firstTime: packets.time(first) || 0,
    lastTime: packets.time(last) || 0,
    holds: cited.filter(number => has(rows, number - 1)),
  }
}

function has(sorted: Uint32Array, row: number): boolean {
  return sorted[countWhile(sorted.length, at => sorted[at]! < row)] === row
}

/** What the first packets of a run say, where their words are short: `AS-REQ, KRB-ERROR`. */
async function named(reading: Reading, run: ContextRun): Promise<ContextRun> {
  if (run.kind !== 'dns' && run.kind !== 'kerberos') return run
  const protocol = run.kind === 'dns' ? 'DNS' : 'Kerberos'
  const rows = await packetRows(reading, run.firstPacket - 1, Math.min(run.lastPacket, run.firstPacket + 20), () => undefined)
  const ends = new Set([run.host, run.other])
  const says = rows
    .filter(row => row.protocol === protocol && row.info && ends.has(row.source) && ends.has(row.destination))
    .map(row => row.info)
  return says.length === 0 ? run : { ...run, says: says.slice(0, NAMED) }
}
