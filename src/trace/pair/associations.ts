import type { SecurityAssociation } from '../report.ts'

/**
 * The SAs of both traces, each once: those that share an SPI and contradict each other in none are one. Of two tellings
 * the one that knows more is kept; its times and packets are those of its trace.
 */
export function jointAssociations(ofTraces: readonly (readonly SecurityAssociation[])[]): SecurityAssociation[] {
  const kept: SecurityAssociation[] = []
  const bySpi = new Map<string, number>()
  const names = new Map<string, number>()
  ofTraces.forEach((all, trace) => {
    for (const one of all) {
      const told: SecurityAssociation = { ...one, trace: trace as 0 | 1 }
      const place =
        spisOf(one)
          .flatMap(spi => bySpi.get(spi) ?? [])
          .find(at => agree(kept[at]!, one)) ?? kept.length
      const known = kept[place]
      kept[place] = known && knowledge(known) >= knowledge(told) ? known : told
      names.set(one.id, place)
      for (const spi of spisOf(one)) bySpi.set(spi, place)
    }
  })
  const renamed = (id: string | undefined) => (id === undefined ? undefined : `SA${names.get(id)! + 1}`)
  return kept.map((one, i) => {
    const { replaces, replacedBy, ...rest } = one
    const [before, after] = [renamed(replaces), renamed(replacedBy)]
    return { ...rest, id: `SA${i + 1}`, ...(before ? { replaces: before } : {}), ...(after ? { replacedBy: after } : {}) }
  })
}

function spisOf({ kind, protocol, spis }: SecurityAssociation): string[] {
  return [spis.toInitiator, spis.toResponder].flatMap((spi, i) =>
    spi === null ? [] : [`${kind} ${protocol} ${kind === 'ike' ? i : ''} ${spi}`],
  )
}

function agree(one: SecurityAssociation, other: SecurityAssociation): boolean {
  const [a, b] = [one.spis, other.spis]
  const same = (x: string | null, y: string | null) => x === null || y === null || x === y
  const straight = same(a.toInitiator, b.toInitiator) && same(a.toResponder, b.toResponder)
  return straight || (one.kind === 'ipsec' && same(a.toInitiator, b.toResponder) && same(a.toResponder, b.toInitiator))
}

function knowledge({ spis, negotiation, deleted, replaces, replacedBy, algorithms }: SecurityAssociation): number {
  const facts = [spis.toInitiator, spis.toResponder, negotiation, deleted, replaces, replacedBy, algorithms.length]
  return facts.filter(fact => fact !== null && fact !== undefined && fact !== 0).length
}
