import type { OfferAndAnswer } from '../../trace/negotiation/offerAndAnswer.ts'
import type { OfferMatrix, OfferRow } from '../../trace/negotiation/offerMatrix.ts'

/** What a comparison comes to. */
export interface Told {
  /** What became of the offer. */
  readonly came: string
  /** What it is held against, or that nothing is known. */
  readonly against?: string
  /** What comes nearest, and where it fails. */
  readonly nearest?: string
}

/** A comparison in words. @param name what a host is called */
export function told(compared: OfferAndAnswer, name: (address: string) => string): Told {
  const [from, to] = [name(compared.from), name(compared.to)]
  const { came, matrix, known, refusal, answer } = compared
  const refused = refusal ? ` ${to} refused it: ${refusal}.` : ''
  if (came === 'unread') {
    const what = compared.offer
      ? `The offer of ${from} is encrypted, and no key is given that opens it`
      : `The offer of ${from} is not in the capture`
    return {
      came: `${what}: there is nothing to compare.${refused}`,
      against: compared.offer ? 'With a key file both can be read: drop one here.' : undefined,
    }
  }
  if (came === 'chosen')
    return {
      came: chosenOf(matrix, from, to),
      ...(mixed(matrix) ? { against: 'Where another way differs from the choice, ≠ says what was chosen.' } : {}),
    }
  const outcome =
    came === 'refused'
      ? refusal
        ? `${to} refused the offer: ${refusal}.`
        : `${to} refused the offer; the reason is encrypted.`
      : answer
        ? `What ${to} answered to the offer is encrypted, and no key is given that opens it.`
        : `No answer of ${to} to the offer is in the capture.`
  if (!known)
    return {
      came: outcome,
      against: `Nothing here shows what ${to} would accept: it makes no offer of its own and chooses none. Its configuration does, or a capture in which it begins.`,
    }
  const where = `${known.negotiation}${known.with === compared.from ? '' : `, with ${name(known.with)}`}`
  const wants = known.how === 'offers' ? `what ${to} offers itself in ${where}` : `what ${to} chose in ${where}`
  const held = `Held against ${wants}: ≠ marks what differs.`
  if (came === 'nothing') return { came: outcome, against: held, nearest: nearest(matrix, `would fit ${wants}.`) }
  return {
    came: outcome,
    against: `What it would accept, the answer does not say. ${held}`,
    nearest: nearest(matrix, `would fit: the refusal has another ground than these, such as no policy of ${to} for this peer.`),
  }
}

/** Why no lifetime stands in a comparison. RFC 2407 §4.5.4, RFC 7296 §2.8. */
export function lifetimes({ exchange }: Pick<OfferAndAnswer, 'exchange'>): string {
  return V2.test(exchange) ? 'IKEv2 agrees no lifetimes: each side keeps its own.' : 'Lifetimes are not compared: the shorter one holds.'
}

const V2 = /^(IKE_|CREATE_)/

function chosenOf(matrix: OfferMatrix | null, from: string, to: string): string {
  if (!matrix) return `${to} chose; the offer of ${from} is not in the capture.`
  const taken = matrix.rows.find(row => row.chosen)
  if (taken)
    return matrix.rows.length === 1
      ? `${to} took the one way that was offered.`
      : `${to} chose ${wayName(taken)} of ${matrix.rows.length + matrix.more} ways.`
  return matrix.more > 0 ? `${to} chose one of the ways that are not shown here.` : `${to} chose what was not offered like this.`
}

function mixed(matrix: OfferMatrix | null): boolean {
  return matrix?.rows.some(row => row.unlike.length > 0) ?? false
}

/** @param fitting what is said of a way that differs in nothing */
function nearest(matrix: OfferMatrix | null, fitting: string): string | undefined {
  const rows = matrix?.rows ?? []
  const least = rows.toSorted((one, other) => one.unlike.length - other.unlike.length)[0]
  if (!least) return undefined
  if (least.unlike.length === 0) return `${wayName(least, true)} ${fitting}`
  const all = rows.length === 1 ? 'It' : `${wayName(least, true)} comes nearest and`
  return `${all} differs in ${listOf(least.unlike)}.`
}

/** `proposal 2`, `proposal 1, transform 3`. */
function wayName({ proposal, transform }: OfferRow, first = false): string {
  return `${first ? 'Proposal' : 'proposal'} ${proposal}${transform === null ? '' : `, transform ${transform}`}`
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
