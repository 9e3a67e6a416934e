import { firstSighting } from '../../model.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { coursesBetween } from '../espPairs.ts'
import type { Rule, Scene } from '../finding.ts'
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
  if (others.length === 0 || others.length < answering.length) return { to }
  const says = `What went to ${named(others)} passed: it was answered.`
  return { to, alone: { says, advice: `Let UDP ${listed(ports.map(String))} pass on` } }
}

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
