import { firstSighting, type Seconds, sightings } from '../../model.ts'
import { Exchanges } from '../../negotiation/header.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { coursesBetween } from '../espPairs.ts'
import { inWords, type Rule, type Scene } from '../finding.ts'
import { carriedAs } from '../protected/protectedTraffic.ts'
import { listed } from '../wording.ts'
import { type Closer, refusals } from './refusedByNetwork.ts'

/** N5: a filter in the path refuses IKE or IPsec and says so. RFC 1812 §5.2.7.1, RFC 4443 §3.1. */
export const administrativelyProhibited: Rule = {
  id: 'administratively-prohibited',
  scenario: 'N5',
  explains: ['no-answer', 'udp-4500-blocked', 'dead-peer', 'one-sided-negotiation', 'esp-one-way', 'esp-blocked'],
  find: scene =>
    refusals(
      scene,
      ['3/9', '3/10', '3/13'],
      ['1/1'],
      'A filter refuses',
      'administratively prohibited',
      'Let UDP 500 and 4500 and protocols 50 and 51 pass on',
      errors => closer(scene, errors),
    ),
}

/** By the UDP ports that the quoted packets went to, and whether others of the same host answer. */
function closer(scene: Scene, errors: readonly IcmpError[]): Closer | undefined {
  const { quoted } = errors[0]!
  const refused = [...new Set(errors.map(one => (one.quoted?.protocol === 17 ? one.quoted.destinationPort : undefined)))]
  if (!quoted || refused.some(port => port === undefined)) return undefined
  const ports = refused as number[]
  const to = `UDP ${named(ports)} of ${quoted.to}`
  const answering = answeringPorts(scene, quoted, errors[0]!.time)
  const others = answering.filter(port => !ports.includes(port))
  const isAlone = others.length > 0 && others.length === answering.length
  const carried = passing(scene, quoted, errors[0]!.time)
  const before = answeredBefore(scene, errors)
  const since = before === undefined ? undefined : inWords(errors[0]!.time - before)
  return {
    to,
    isAlone,
    says: [
      ...(isAlone ? [`What went to ${named(others)} passed: it was answered.`] : []),
      ...(carried ? [`${carried} still passes both ways.`] : []),
      ...(since ? [`It began while the IKE SA stood: ${since} before, IKE still passed there.`] : []),
    ],
    ...(isAlone || carried ? { advice: `Let UDP ${listed(ports.map(String))} pass on` } : {}),
    ...(since ? { look: `Look what changed on ${errors[0]!.from} in the ${since} before it refused first.` } : {}),
  }
}

/** What carries protected packets of the two hosts both ways after the first refusal. */
function passing({ flows }: Scene, { from, to }: { readonly from: string; readonly to: string }, refused: number): string | undefined {
  const goOn = flows.filter(flow => flow.lastTime > refused)
  const there = goOn.find(flow => flow.source === from && flow.destination === to)
  return there && goOn.some(flow => flow.source === to && flow.destination === from) ? carriedAs(there) : undefined
}

/** When something came last from the port before it was refused, under an IKE SA that stood and had been given its time. */
function answeredBefore(scene: Scene, errors: readonly IcmpError[]): Seconds | undefined {
  const { quoted, time, about } = errors[0]!
  const course = scene.courses.find(one => one.negotiation === about?.message.negotiation)
  if (!quoted || !course || course.verdict.outcome !== 'established' || !LATER.has(about!.message.ike.exchangeType)) return undefined
  const heard = course.negotiation.messages
    .flatMap(sightings)
    .filter(({ source, ...one }) => source.address === quoted.to && source.port === quoted.destinationPort && one.time < time)
  return heard.length > 0 ? Math.max(...heard.map(one => one.time)) : undefined
}

/** What is said under an IKE SA that stands. */
const LATER: ReadonlySet<number> = new Set([Exchanges.informational, Exchanges.informationalV2, Exchanges.createChildSa, Exchanges.quick])

function named(ports: readonly number[]): string {
  return `port${ports.length > 1 ? 's' : ''} ${listed(ports.map(String))}`
}

/** From which the host that is not reached answered IKE, shortly before or later. */
function answeringPorts(scene: Scene, { from, to }: { readonly from: string; readonly to: string }, refused: number): number[] {
  const [asked, answering] = [new Set<number>(), new Set<number>()]
  for (const { negotiation } of coursesBetween(scene, { source: from, destination: to })) {
    for (const { source, destination, time } of negotiation.messages.map(firstSighting)) {
      if (destination.address === to) asked.add(destination.port)
      else if (source.address === to && asked.has(source.port) && time > refused - SHORTLY) answering.add(source.port)
    }
  }
  return [...answering]
}

/** Seconds within which a filter hardly changes. */
const SHORTLY = 60
