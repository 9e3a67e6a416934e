import { counted, grouped } from '../../text/figures.ts'
import type { Report, TraceSummary, Transmission } from '../../trace/report.ts'

/** What these captures cannot tell, in sentences: the limits of everything else that is said of them. */
export function notKnown(report: Report): string[] {
  const { traces, findings, moreFlows } = report
  return [
    ...ends(report),
    ...traces.flatMap((trace, i) => ofTrace(trace, traces.length > 1 ? `${'AB'[i]}, ${trace.name},` : 'The capture')),
    ...messages(report),
    ...(moreFlows ? [`${counted(moreFlows, 'more flow')} of ESP or AH are not listed.`] : []),
    ...new Set(
      findings
        .filter(({ confidence }) => confidence !== 'certain')
        .map(({ title, confidence }) => `“${sentence(title)}” is ${confidence}, not certain.`),
    ),
  ]
}

function ends({ traces, pair }: Report): string[] {
  if (traces.length < 2)
    return ['Only one end was captured. Whether a packet that it sent arrived, and whether one that it missed was ever sent, is not in it.']
  if (!pair) return ['Nothing in the two captures relates them: each is told by itself.']
  return pair.clock.found === 'none' ? ['Nothing puts the two clocks in relation; each file keeps its own time.'] : [pair.clock.says]
}

function ofTrace({ clock, dropped, filters, problems, moreProblems = 0 }: TraceSummary, it: string): string[] {
  const of = (weight: string) => problems.filter(one => one.weight === weight).length
  const [cut, malformed] = [of('cut'), of('malformed')]
  return [
    ...(clock === 'local' ? [`${it} keeps the time of a local clock and does not say of which zone.`] : []),
    ...(dropped ? [`${it} lacks ${counted(dropped, 'packet')} that the capturing machine dropped.`] : []),
    ...(filters?.length ? [`${it} was taken with the filter ${filters.slice(0, 3).join('; ')}: nothing else is in it.`] : []),
    ...(cut ? [`${it} holds less of ${counted(cut, 'packet')} than was on the wire.`] : []),
    ...(malformed ? [`${it} has ${counted(malformed, 'place')} that cannot be read as a packet or a file should be.`] : []),
    ...(moreProblems ? [`${it} has ${counted(moreProblems, 'more problem')} that are only counted.`] : []),
  ]
}

function messages(report: Report): string[] {
  const { negotiations, pair } = report
  const isReturned = returned(report)
  let closed = 0
  let fateless = 0
  for (const { exchanges } of negotiations)
    for (const { messages } of exchanges)
      for (const { encrypted, decrypted, transmissions } of messages) {
        if (encrypted && !decrypted) closed++
        fateless += transmissions.filter(one => one.fate === 'unknown' && !isReturned(one)).length
      }
  return [
    ...(closed
      ? [
          `${counted(closed, 'IKE message')} ${closed === 1 ? 'is' : 'are'} encrypted and no key for ${closed === 1 ? 'it' : 'them'} was given: what ${closed === 1 ? 'it says' : 'they say'} is not known.`,
        ]
      : []),
    ...(pair && fateless ? [`What became of ${grouped(fateless)} of the messages sent, neither capture tells.`] : []),
  ]
}

/** Whether an ICMP error that quotes a sending says what became of it; one that only asks to send less does not. */
function returned({ icmpErrors = [] }: Report): (sending: Transmission) => boolean {
  const quoted = new Set(
    icmpErrors.flatMap(({ trace, means, quotes }) => (quotes?.packet && means !== 'source quench' ? [`${trace} ${quotes.packet}`] : [])),
  )
  return ({ sightings }) => sightings.some(({ trace, packets }) => packets.some(packet => quoted.has(`${trace} ${packet}`)))
}

function sentence(text: string): string {
  return text.replace(/\.$/, '')
}
