import { fieldAt } from '../dissectors/field.ts'
import type { PacketView, Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import type { Lesson, Mistake, PacketName, Question, Step } from './lesson.ts'
import { packetName, packetsIn, samePacket } from './packets.ts'
import { packetOfRow, rowNames } from './rows.ts'

/** What a lesson names that its opened captures do not have: packets, rows, fields, views and findings. */
export async function checked(lesson: Lesson, session: Pick<Session, 'report' | 'packet'>): Promise<Mistake[]> {
  const report = await session.report()
  const mistakes: Mistake[] = []
  const about = lesson.about === undefined ? [] : packetsIn(lesson.about)
  for (const packet of about) exists(packet, lesson.line, report, mistakes)
  for (const step of lesson.steps) {
    for (const { packet, line } of namedIn(step)) exists(packet, line, report, mistakes)
    look(step, report, mistakes)
    await field(step, report, session, mistakes)
    finding(step, report, mistakes)
  }
  return mistakes.filter((one, i) => mistakes.findIndex(({ line, says }) => line === one.line && says === one.says) === i)
}

function exists({ trace, packet }: PacketName, line: number, { traces }: Report, mistakes: Mistake[]): boolean {
  const summary = traces[trace]
  const name = packetName({ trace, packet })
  if (summary && packet <= summary.packets) return true
  const has = summary ? `${summary.name} has ${summary.packets} packets` : 'the lesson has one capture only, A'
  mistakes.push({ line, says: `there is no packet ${name}: ${has}` })
  return false
}

/** Packets that a step names: as an answer, in a text. */
function namedIn({ line, text, question }: Step): { readonly packet: PacketName; readonly line: number }[] {
  const within = (at: number, ...texts: readonly string[]) => texts.flatMap(packetsIn).map(packet => ({ packet, line: at }))
  return [...within(line, text), ...(question ? within(question.line, ...textsOf(question)) : []), ...answers(question)]
}

function textsOf(question: Question): string[] {
  const options = question.kind === 'choose' ? question.options.flatMap(({ text, reply }) => [text, reply ?? '']) : []
  return [question.asks, ...question.hints, question.reveal, ...options]
}

function answers(question: Question | undefined): { readonly packet: PacketName; readonly line: number }[] {
  return question?.kind === 'select' ? question.answer.map(packet => ({ packet, line: question.line })) : []
}

function look({ look, question }: Step, report: Report, mistakes: Mistake[]): void {
  if (!look) return
  if (look.packet) exists(look.packet, look.line, report, mistakes)
  const { packet } = look
  if (packet && question?.kind === 'select' && !question.all && question.answer.some(one => samePacket(one, packet)))
    mistakes.push({ line: look.line, says: `"look" selects ${packetName(packet)}, which is an answer already` })
  if ((look.view === 'both' || look.view === 'side') && !report.pair)
    mistakes.push({ line: look.line, says: `the view "${look.view}" needs the captures of both ends` })
  if (look.row !== undefined && !packetOfRow(report, look.row))
    mistakes.push({
      line: look.line,
      says: `there is no row "${look.row}"; there are ${rowNames(report).slice(0, 20).join(', ') || 'none'}`,
    })
}

async function field({ look }: Step, report: Report, session: Pick<Session, 'packet'>, mistakes: Mistake[]): Promise<void> {
  if (look?.field === undefined) return
  const at = look.packet ?? (look.row === undefined ? undefined : packetOfRow(report, look.row))
  const count = at && report.traces[at.trace]?.packets
  if (!at || count === undefined || at.packet > count) return
  const path = look.field
  const { roots } = await session.packet(at.trace, at.packet)
  if (roots.some(root => path !== '' && fieldAt(root.tree, path))) return
  mistakes.push({ line: look.line, says: `packet ${packetName(at)} has no field "${path}"${nearby(roots, path)}` })
}

/** As far as a path leads, and what there is further in. */
function nearby(roots: PacketView['roots'], path: string): string {
  const steps = path.split('/')
  for (let length = steps.length - 1; length >= 0; length--) {
    const known = steps.slice(0, length).join('/')
    const inside = roots.map(root => fieldAt(root.tree, known)).find(one => one?.children?.length)
    if (inside)
      return `; ${known === '' ? 'it has' : `"${known}" has`} ${inside
        .children!.slice(0, 12)
        .map(({ name }) => `"${name}"`)
        .join(', ')}`
  }
  return ''
}

function finding({ finding, line }: Step, { findings }: Report, mistakes: Mistake[]): void {
  if (finding === undefined || findings.some(({ rule }) => rule === finding)) return
  const said = [...new Set(findings.map(({ rule }) => rule))].join(', ')
  mistakes.push({ line, says: `these captures give no finding "${finding}"; ${said ? `they give ${said}` : 'they give none'}` })
}
