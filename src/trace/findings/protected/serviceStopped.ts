import { firstSighting } from '../../model.ts'
import { addressesOf, involves } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import type { Delete } from '../../negotiation/deletes.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { ClearTalk } from '../../protected/clearText.ts'
import { addressOf } from '../addresses.ts'
import { AT_ONCE, evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'
import { listed } from '../wording.ts'

// A service that stops says goodbye: it deletes its IPsec SAs and its IKE SA with every peer, all within a moment. With one
// peer and one pair of SAs that is what ending a connection looks like, and nothing to tell; with several of them, or when the
// peers then go on in the clear or ask in vain for a new one, it may be the service. Several peers that still need it are a fault.

/** T5: a host ends all its SAs at once. RFC 2408 §3.15, RFC 7296 §1.4.1. */
export const serviceStopped: Rule = { id: 'service-stopped', scenario: 'T5', find }

/** Seconds between the deletes of one burst. */
const BURST = 3

interface Burst {
  readonly host: string
  readonly deletes: Delete[]
}

function find(scene: Scene): Found[] {
  const bursts: Burst[] = []
  for (const one of scene.lives.deletes.toSorted((a, b) => a.time - b.time)) {
    const host = firstSighting(one.message).source.address
    const last = bursts.findLast(burst => burst.host === host)
    if (last && one.time - last.deletes.at(-1)!.time <= BURST) last.deletes.push(one)
    else bursts.push({ host, deletes: [one] })
  }
  return bursts.filter(burst => endsAll(scene, burst) && isMore(scene, burst)).map(burst => found(scene, burst))
}

/** Every IKE SA that the host held at that moment got a delete, and a rekey is no goodbye. */
function endsAll({ lives }: Scene, { host, deletes }: Burst): boolean {
  const ike = deletes.filter(one => one.of === 'ike')
  if (ike.length === 0) return false
  const from = deletes[0]!.time
  const held = lives.ike.filter(
    ({ course, since, deletedBy }) => since <= from && !(deletedBy && deletedBy.time < from) && involves(course.negotiation, host),
  )
  return held.every(life => life.deletedBy !== undefined && deletes.includes(life.deletedBy))
}

/** More than one connection that somebody ends; an SA that was rekeyed and its successor are one. */
function isMore(scene: Scene, burst: Burst): boolean {
  return peersOf(burst).length > 1 || connectionsIn(scene, burst) > 1 || isMissed(scene, burst)
}

/** Somebody goes on without it, or asks for it in vain. */
function isMissed(scene: Scene, burst: Burst): boolean {
  return clearAfter(scene, burst) !== undefined || askedInVain(scene, burst) !== undefined
}

/** A peer begins anew, and the host says nothing. */
function askedInVain({ courses }: Scene, burst: Burst): Course | undefined {
  const { time } = burst.deletes.at(-1)!
  return courses.find(
    c =>
      firstSighting(c.negotiation.messages[0]!).time > time &&
      c.verdict.outcome === 'unanswered' &&
      involves(c.negotiation, burst.host) &&
      peersOf(burst).includes(addressOf(c, c.initiator)),
  )
}

function connectionsIn({ lives }: Scene, { deletes }: Burst): number {
  const replaced = new Set(lives.ipsec.flatMap(life => (life.replacedBy && life.deletedBy ? [life.deletedBy] : [])))
  return deletes.filter(one => one.of === 'ipsec' && !replaced.has(one)).length
}

function peersOf({ deletes }: Burst): string[] {
  return [...new Set(deletes.map(one => addressesOf(one.message.negotiation, opposite(one.by))[0] ?? 'the peer'))]
}

function clearAfter({ clearTalks, trace: { packets } }: Scene, burst: Burst): ClearTalk | undefined {
  const { time } = burst.deletes.at(-1)!
  const hosts = [burst.host, ...peersOf(burst)]
  const isTheirs = (talk: ClearTalk) =>
    [...talk.along, ...talk.against].some(f => hosts.includes(f.source) && hosts.includes(f.destination))
  return clearTalks.find(talk => isTheirs(talk) && packets.time(talk.rows.at(-1)!) > time)
}

function found(scene: Scene, burst: Burst): Found {
  const { host, deletes } = burst
  const peers = peersOf(burst)
  const [first, last] = [deletes[0]!, deletes.at(-1)!]
  const children = deletes.filter(one => one.of === 'ipsec').length
  const parts = [`the IKE SA`, ...(children ? [`${children === 1 ? 'an IPsec SA' : `${children} IPsec SAs`}`] : [])]
  const several = peers.length > 1
  const vain = askedInVain(scene, burst)
  return {
    severity: several && isMissed(scene, burst) ? 'warning' : 'note',
    title: several ? `${host} ends all its SAs, with ${peers.length} peers at once` : `${host} ends all its SAs with ${peers[0]}`,
    says: `${last.time - first.time < AT_ONCE ? 'All at once' : `Within ${inWords(last.time - first.time)}`} ${host} deleted ${several ? 'what it had' : parts.join(' and ')} with ${listed(peers)}. ${several ? 'That is what a host does when its IPsec service stops or it shuts down.' : 'It does so when its IPsec service stops, and also when somebody ends this one connection.'} ${after(scene, burst)}`,
    confidence: several || vain ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: several ? null : idOf(first.message),
    because: [`The first delete was told from this: ${first.because}.`],
    evidence: evidence(deletes.map(one => one.message)),
    otherwise: ['A policy was changed or reloaded there.', 'An idle or lifetime limit ended them.'],
    tryNext: [`If it was not meant: look into the log of ${host} for a stopped service at this moment.`],
  }
}

/** What the hosts did then. */
function after(scene: Scene, burst: Burst): string {
  const { time } = burst.deletes.at(-1)!
  const vain = askedInVain(scene, burst)
  if (vain) {
    const began = firstSighting(vain.negotiation.messages[0]!).time
    return `${addressOf(vain, vain.initiator)} begins anew ${inWords(began - time)} later, and ${burst.host} does not answer any more.`
  }
  const start = ({ negotiation }: Course) => firstSighting(negotiation.messages[0]!).time
  const again = scene.courses.find(c => start(c) > time && involves(c.negotiation, burst.host))
  if (again) return `They negotiate again ${inWords(start(again) - time)} later.`
  const clear = clearAfter(scene, burst)
  return clear
    ? `After that ${clear.source} talks to ${clear.destination} in the clear (${clear.what}).`
    : 'No new negotiation follows in this capture.'
}
