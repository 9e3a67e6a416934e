import { firstSighting, isComplete, lacksPieces, lastTime, type Message, piecesOf } from '../../model.ts'
import { answeredInstead } from '../../negotiation/answeredInstead.ts'
import { isAtReceiver, isFresh, isInPart } from '../../negotiation/arrival.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges, isFirstMessage } from '../../negotiation/header.ts'
import { isProbe, waysTried } from '../../negotiation/probes.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { AT_ONCE, evidence, type Found, idOf, inWords, type Rule, type Scene, times } from '../finding.ts'
import { expiredReassemblies } from '../paths/lostFragments.ts'
import { unanswered } from '../unanswered.ts'
import { asLongAsWaited, type Waiting, waitingOf } from '../waiting.ts'
import { ICMP_UNSIGNED, listed, piecesNamed, plainly } from '../wording.ts'
import { answerMissed } from './answerMissed.ts'
import { unansweredChecks } from './deadPeer.ts'
import { isLostWithTheSa, isOneMoreLost } from './evidentLoss.ts'
import { givenUpBefore } from './givenUp.ts'
import { firstsOf, noHostBy, type Returns, returned, returnedBy } from './returned.ts'
import { unreadProof } from './unreadProof.ts'
import { whySilent } from './whySilent.ts'

/** N2: a message is sent again and again, and nothing comes back. Where it only asks for a sign of life, deadPeer.ts tells it. */
export const noAnswer: Rule = {
  id: 'no-answer',
  scenario: 'N2',
  rests: 'waiting',
  namesSender: true,
  heals: true,
  explains: ['one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  const { courses, end } = scene
  return courses.flatMap(course => {
    if (answeredInstead(course, courses)) return []
    const checks = new Set(course.negotiation.version === 2 ? unansweredChecks(course) : [])
    return unanswered(course)
      .filter(({ message }) => message.transmissions.length > 1 && !checks.has(message))
      .map(named => {
        const alone = found(scene, course, named, waitingOf(named.message, end))
        const returns = returnedBy(scene, [named.message])
        const one = isUsed(scene, named.message)
          ? answerLost(alone, named.message)
          : returns
            ? decided(scene, alone, named, returns)
            : inPart(scene, alone, course, named)
        const missed = answerMissed(scene, course, named)
        if (missed) return { ...alone, ...missed }
        const why = givenUpBefore(course, named.message)
        if (why) return givenUp(one, why)
        const waited = asLongAsWaited(one, course, [named.message], end)
        if (waited === one && isLostWithTheSa(scene, course, named)) return lostWithTheSa(one, named)
        const lossy = waited === one && isOneMoreLost(scene, course, named)
        return lossy ? { ...one, severity: 'note', because: [...one.because, LOSSY] } : waited
      })
  })
}

/** Whoever is asked for QM3 already sends on the SA that QM2 agreed to. */
function isUsed({ ipsecSas }: Scene, message: Message): boolean {
  if (message.ike.exchangeType !== Exchanges.quick) return false
  return ipsecSas.some(
    sa => sa.flows[message.side].length > 0 && sa.child?.exchange.messages.some(m => m.position === 2 && m.message === message),
  )
}

function answerLost(one: Found, message: Message): Found {
  const { to } = route(message)
  return {
    ...one,
    because: [...one.because, `${to} sends protected packets on the new SA: QM2 did arrive there, and QM3 is what is missing.`],
    otherwise: [`QM3 of ${to} is lost on its way.`, `${to} has not sent QM3.`],
    tryNext: [captureAt(to, ` as well: it shows whether QM3 leaves.`)],
  }
}

/** Whoever has answered it cannot answer its copies: of the three ways one lost packet is enough, and the path loses some. */
function lostWithTheSa(one: Found, { message, name }: NamedMessage): Found {
  const { to } = route(message)
  return {
    ...one,
    severity: 'note',
    because: [
      ...one.because,
      `${name} is a delete: where ${to} has ended the IKE SA with its answer, and that was lost, it cannot answer copies.`,
      LOSSY,
    ],
    otherwise: one.otherwise.filter(other => !other.includes(SILENT)),
    under: ['esp-loss'],
  }
}

/** Whoever it went to had lost patience with this IKE SA: the silence follows from that one's own questions. */
function givenUp(one: Found, why: string): Found {
  return {
    ...one,
    because: [...one.because, why],
    otherwise: one.otherwise.filter(other => !other.includes(SILENT)),
    under: ['dead-peer'],
  }
}

/** Somebody says what became of it. */
function decided(scene: Scene, one: Found, { message, name }: NamedMessage, returns: Returns): Found {
  const noHost = noHostBy(scene, firstsOf([message])) !== undefined
  const { because, ...open } = returned(returns, route(message).to, name, noHost)
  return { ...one, ...open, because: [...one.because, ...because] }
}

/** What this capture has only a part of, behind the host that sent it, is not known to have come whole. RFC 7383 §2.6. */
function inPart(scene: Scene, one: Found, course: Course, { message, name }: NamedMessage): Found {
  const { from, to } = route(message)
  const isHere =
    !message.transmissions.every(isInPart) || course.vantage === (message.side === course.initiator ? 'initiator' : 'responder')
  const missed = expiredReassemblies(scene).some(errors => {
    const own = errors.filter(e => e.about?.message === message && e.quoted?.to === to && e.from === to)
    // What left whole may have come whole but for the copies that it speaks of.
    return own.length >= (isHere ? Math.max(1, message.transmissions.length - 1) : 1)
  })
  if (missed)
    return {
      ...one,
      because: [...one.because, `${to} says with ICMP that it waited in vain for the rest of it.`],
      otherwise: [ICMP_UNSIGNED],
      tryNext: [
        isHere
          ? captureAt(to, ' as well: it shows which fragments arrive.')
          : captureAt(from, ' as well: it shows whether all fragments leave.'),
      ],
    }
  if (isHere) return one
  const otherwise = [`All of ${name} arrives at ${to}, which says nothing, and only this capture does not have all of it.`]
  if (!lacksPieces(message)) return { ...one, otherwise }
  const { numbers, total } = piecesOf(message)!
  return {
    ...one,
    title: `${name} never comes whole to ${to}`,
    says: `${one.says} Of all copies together it has ${piecesNamed(numbers, total)} and nothing more. A message of which a piece is missing cannot be read.`,
    confidence: 'likely',
    otherwise,
    tryNext: [captureAt(from, ' as well: it shows whether all pieces leave.'), 'Look for what on the way drops packets of their size.'],
  }
}

const LOSSY = 'Other packets between these two hosts are missing too: the path loses some now and then.'

const SILENT = ' has it and says nothing: '

function found({ courses }: Scene, course: Course, named: NamedMessage, waiting: Waiting): Found {
  const { message, name } = named
  const { from, to } = route(message)
  const { gaps, like, silence, gaveUp, ended } = waiting
  const count = message.transmissions.length
  const span = inWords(lastTime(message) - firstSighting(message).time)
  const atPeer = isAtReceiver(course, message)
  const reason = whySilent({ course, named, from, to }, courses)
  const silent = `${to}${SILENT}${reason?.why ?? against(course, message, from)}${isFirstMessage(message.ike) && !atPeer ? ', or a filter of its own' : ''}.`
  const behind = `A firewall on ${to} takes ${name} away behind the capture.`
  const look = reason ? [reason.look] : []
  return {
    severity: 'error',
    title: `${name} gets no answer from ${to}`,
    says: `${from} sent ${plainly(name)} ${times(count)} in ${span}${gaveUp ? ' and then gave up' : ''}; this capture holds no answer from ${to}.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      `The copies came ${gaps.map(inWords).join(', ')} apart${like.length ? `, as ${like.join(' or ')} does it` : ''}.`,
      ...(isProbe(message) ? [`It tried several ways: ${listed(waysTried(message))}.`] : []),
      ended ? `${from} then gave up, and said so with a Delete of the IKE SA.` : ending(from, silence, gaveUp),
      ...(atPeer
        ? [
            `The hop counts say that this was captured at ${to}: ${isComplete(message) ? 'the copies' : 'parts of the copies'} did arrive there.`,
          ]
        : []),
      ...(!atPeer && !isFresh(message) ? [`The copies had passed a router when they were captured: they did get on their way.`] : []),
    ],
    evidence: evidence(ended ? [message, ended] : [message]),
    otherwise: atPeer
      ? reason
        ? [silent, behind]
        : [behind, silent]
      : [`${name} is lost on its way to ${to}.`, silent, `${to} answers, and the answer is lost on its way back.`],
    tryNext: [
      atPeer
        ? `Look at the log and the firewall of ${to} for this moment.`
        : captureAt(to, ` as well: it shows whether ${name} arrives and whether an answer leaves.`),
      ...look,
    ],
  }
}

/** Where the message alone tells of nothing more likely. */
function against(course: Course, message: Message, from: string): string {
  if (isFirstMessage(message.ike)) return `no policy for ${from}`
  return unreadProof(course)?.message === message ? 'with another pre-shared key it cannot read it' : 'it cannot read or accept it'
}

function ending(from: string, silence: number, gaveUp: boolean | undefined): string {
  if (gaveUp) return `No further copy in the ${inWords(silence)} that follow: ${from} gave up.`
  const still = `The capture ends ${silence < AT_ONCE ? 'right' : inWords(silence)} after the last copy`
  return gaveUp === undefined
    ? `${still}; whether ${from} gave up cannot be told.`
    : `${still}, before another one was due: ${from} may still be trying.`
}
