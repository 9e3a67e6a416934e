import type { Offer } from './report.ts'

// Offers side by side, attribute by attribute. IKEv1 offers whole suites: every transform is one way, and only all of its
// attributes together are accepted. IKEv2 offers, in each proposal, alternatives for every kind of algorithm: one of each is
// taken (RFC 2409 §5, RFC 7296 §3.3). A row is one way of IKEv1 or one proposal of IKEv2; a column is one attribute or kind.

/** One way that was offered. */
export interface OfferRow {
  /** Numbers of the proposal and, in IKEv1, of the transform in it, from 1. */
  readonly proposal: number
  readonly transform: number | null
  /** By column: what is offered; several where one of them is to be chosen. */
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly chosen: boolean
  /** The first column that does not fit what was chosen, or what the other side wants. */
  readonly differs: string | null
}

export interface OfferMatrix {
  readonly columns: readonly string[]
  readonly rows: readonly OfferRow[]
  /** What the rows are held against, by column; null when nothing is known of it. */
  readonly against: Readonly<Record<string, readonly string[]>> | null
  /** Of the offer that comes nearest without fitting: the attribute in which it fails. */
  readonly nearest: { readonly attribute: string; readonly offered: string; readonly wants: string } | null
}

type Values = Record<string, string[]>

/**
 * Offers against what was chosen, or, when nothing was, against what the other side is known to want.
 * @param wanted the other side's own offers, from elsewhere
 */
export function offerMatrix(offered: readonly Offer[], chosen: Offer | null, wanted: readonly Offer[] = []): OfferMatrix {
  const ways = offered.flatMap(waysOf)
  const targets = (chosen ? [chosen] : wanted).flatMap(waysOf).map(way => way.values)
  const columns = [...new Set([...ways.map(way => way.values), ...targets].flatMap(values => Object.keys(values)))].filter(c => c !== '')
  const held = ways.map(way => ({ way, best: nearestTo(way.values, targets, columns) }))
  const taken = chosen ? held.find(({ best }) => best && best.attribute === null) : undefined
  const furthest = held
    .filter(({ best }) => best?.attribute)
    .sort((a, b) => b.best!.fits - a.best!.fits)
    .at(0)
  return {
    columns,
    rows: held.map(one => ({
      ...one.way,
      chosen: one === taken,
      differs: one === taken ? null : (one.best?.attribute ?? null),
    })),
    against: targets[0] ?? null,
    nearest:
      taken || held.some(({ best }) => best?.attribute === null) || !furthest?.best?.attribute
        ? null
        : {
            attribute: furthest.best.attribute,
            offered: textOf(furthest.way.values[furthest.best.attribute]),
            wants: textOf(furthest.best.target[furthest.best.attribute]),
          },
  }
}

function waysOf(offer: Offer): { readonly proposal: number; readonly transform: number | null; readonly values: Values }[] {
  const suites = offer.transforms.some(t => Object.keys(t.attributes).some(name => !KEY_LENGTH.test(name)))
  if (suites) return offer.transforms.map((t, i) => ({ proposal: offer.number, transform: i + 1, values: suite(t.attributes) }))
  const values: Values = {}
  for (const { name, attributes } of offer.transforms) {
    const length = Object.entries(attributes).find(([attribute]) => KEY_LENGTH.test(attribute))?.[1]
    const kind = kindOf(name)
    values[kind] = [...(values[kind] ?? []), length === undefined ? name : `${name} ${length}`]
  }
  return [{ proposal: offer.number, transform: null, values }]
}

/** Lifetimes are no ground to refuse: the smaller one is used. RFC 2407 §4.5.4. */
function suite(attributes: Readonly<Record<string, string>>): Values {
  const values: Values = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('Life ')) continue
    if (KEY_LENGTH.test(name)) values[ENCRYPTION] = [[...(values[ENCRYPTION] ?? []), value].join(' ')]
    else values[name] = [value]
  }
  return values
}

const KEY_LENGTH = /^Key Length/
const ENCRYPTION = 'Encryption Algorithm'

/** The kind of an IKEv2 transform, by its registry symbol. RFC 7296 §3.3.2. */
function kindOf(name: string): string {
  if (name.startsWith('ENCR_')) return 'encryption'
  if (name.startsWith('PRF_')) return 'PRF'
  if (name.startsWith('AUTH_') || name === 'NONE') return 'integrity'
  return /ESN|Extended Sequence/i.test(name) ? 'sequence numbers' : 'group'
}

/** The target that agrees in most columns before the first that does not fit. */
function nearestTo(values: Values, targets: readonly Values[], columns: readonly string[]) {
  const all = targets.map(target => {
    const attribute = columns.find(column => !fits(values[column], target[column])) ?? null
    return { target, attribute, fits: columns.filter(column => fits(values[column], target[column])).length }
  })
  return all.sort((a, b) => Number(a.attribute !== null) - Number(b.attribute !== null) || b.fits - a.fits)[0]
}

function fits(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (!one || !other) return !one && !other
  return one.some(value => other.includes(value))
}

function textOf(values: readonly string[] | undefined): string {
  return values?.join(' or ') ?? 'nothing'
}
