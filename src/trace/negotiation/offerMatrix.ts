import type { Offer } from '../report.ts'

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
  /** All of them; empty also when nothing is known to hold it against. */
  readonly unlike: readonly string[]
  /** What it is held against: of all that the other side wants what comes nearest. */
  readonly beside: Readonly<Record<string, readonly string[]>> | null
}

/** All ways of one offer as a table, with what they are held against. */
export interface OfferMatrix {
  readonly columns: readonly string[]
  readonly rows: readonly OfferRow[]
  /** Ways beyond those of `rows`. */
  readonly more: number
  /** What the rows are held against, by column; null when nothing is known of it. */
  readonly against: Readonly<Record<string, readonly string[]>> | null
  /** Of the offer that comes nearest without fitting: the attribute in which it fails. */
  readonly nearest: { readonly attribute: string; readonly offered: string; readonly wants: string } | null
}

type Values = Record<string, string[]>

/** Ways of an offer that are compared, and with how many of the other side's: a stranger's offer may hold thousands. */
const WAYS = 512
const TARGETS = 128

/**
 * Offers against what was chosen, or, when nothing was, against what the other side is known to want.
 * @param wanted the other side's own offers, from elsewhere
 */
export function offerMatrix(offered: readonly Offer[], chosen: Offer | null, wanted: readonly Offer[] = []): OfferMatrix {
  const all = offered.flatMap(waysOf)
  const ways = all.slice(0, WAYS)
  const targets = (chosen ? [chosen] : wanted)
    .flatMap(waysOf)
    .map(way => way.values)
    .slice(0, TARGETS)
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
      unlike: one === taken || !one.best ? [] : columns.filter(column => !fits(one.way.values[column], one.best!.target[column])),
      beside: one.best?.target ?? null,
    })),
    more: all.length - ways.length,
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
  const suites = offer.transforms.some(t => t.type === undefined)
  if (suites) return offer.transforms.map((t, i) => ({ proposal: offer.number, transform: i + 1, values: suite(t, offer.protocol) }))
  const values: Values = {}
  for (const { type, name, attributes } of offer.transforms) {
    const kind = KINDS[type ?? 0] ?? `transform type ${type}`
    values[kind] = [...(values[kind] ?? []), [name, ...keyLengths(attributes)].join(' ')]
  }
  return [{ proposal: offer.number, transform: null, values }]
}

/** In phase 1 the cipher is an attribute; in phase 2 it is what the transform itself is. RFC 2407 §4.4.4. */
function suite({ name: transform, attributes }: Offer['transforms'][number], protocol: string): Values {
  const values: Values = protocol === PHASE_1 ? {} : { [TRANSFORM]: [transform] }
  const cipher = protocol === PHASE_1 ? ENCRYPTION : TRANSFORM
  for (const [name, value] of Object.entries(attributes)) {
    if (!NO_GROUND.test(name) && !KEY_LENGTH.test(name)) values[name] = [value]
  }
  const lengths = keyLengths(attributes)
  if (lengths.length) values[cipher] = [[...(values[cipher] ?? []), ...lengths].join(' ')]
  return values
}

/** They belong to the cipher, wherever they stand among the attributes. */
function keyLengths(attributes: Readonly<Record<string, string>>): string[] {
  return Object.entries(attributes)
    .filter(([name]) => KEY_LENGTH.test(name))
    .map(([, value]) => value)
}

const KEY_LENGTH = /^Key Length/
/** Of lifetimes the smaller one is used (RFC 2407 §4.5.4); each side names itself in its own identity (draft-ietf-ipsec-isakmp-gss-auth §2.1). */
const NO_GROUND = /^(SA )?Life |^GSS Identity/
const ENCRYPTION = 'Encryption Algorithm'
const TRANSFORM = 'Transform ID'
const PHASE_1 = 'ISAKMP'

/** Kinds of IKEv2 transforms, by transform type. RFC 7296 §3.3.2, RFC 9370 §2.2.2. */
const KINDS: Readonly<Record<number, string>> = {
  1: 'encryption',
  2: 'PRF',
  3: 'integrity',
  4: 'group',
  5: 'sequence numbers',
  6: 'additional key exchange 1',
  7: 'additional key exchange 2',
  8: 'additional key exchange 3',
  9: 'additional key exchange 4',
  10: 'additional key exchange 5',
  11: 'additional key exchange 6',
  12: 'additional key exchange 7',
}

/** The target that agrees in most columns before the first that does not fit. */
function nearestTo(values: Values, targets: readonly Values[], columns: readonly string[]) {
  const all = targets.map(target => {
    const attribute = columns.find(column => !fits(values[column], target[column])) ?? null
    return { target, attribute, fits: columns.filter(column => fits(values[column], target[column])).length }
  })
  return all.sort((a, b) => Number(a.attribute !== null) - Number(b.attribute !== null) || b.fits - a.fits)[0]
}

/** To offer none of a kind is to offer NONE of it. RFC 7296 §3.3, RFC 9370 §2.2.2. */
function fits(one: readonly string[] = NONE, other: readonly string[] = NONE): boolean {
  return one.some(value => other.includes(value))
}

const NONE = ['NONE']

function textOf(values: readonly string[] | undefined): string {
  return values?.join(' or ') ?? 'nothing'
}
