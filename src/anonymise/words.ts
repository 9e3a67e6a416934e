import type { Secret } from './secret.ts'

// Names: hosts, domains, realms, users, organisations. A name is cut into words, and every word has its replacement of the
// same length, letters for letters and digits for digits, whatever its case: so what was in one domain is, and a realm is still
// the domain in capitals. Dots, slashes, signs and spaces stay, and words that say what a thing is and not whose.

const KEPT = new Set(
  `host krbtgt ldap cifs dns gc http https kadmin changepw kpasswd kerberos restrictedkrbhost tcp udp msdcs sites dc
   in addr ip6 arpa com net org local localhost http ocsp crl`.split(/\s+/),
)
const TRIES = 200

/** Replaces the words in UTF-8, Latin or UTF-16 text; `given` learns what was replaced. */
export type MapText = (text: Uint8Array) => Uint8Array

/** Replaces the words of a text, in octets or in UTF-16. @param told each word and its replacement, once */
export function wordMap(secret: Secret, told: (word: string, made: string) => void): MapText {
  const known = new Map<string, string>()
  const given = new Set<string>()
  const word = (old: string): string => {
    const lower = old.toLowerCase()
    if (KEPT.has(lower)) return old
    let made = known.get(lower)
    for (let n = 0; made === undefined; n++) {
      const drawn = drawnLike(lower, secret('word', `${n} ${lower}`, lower.length))
      if (n >= TRIES || (!given.has(drawn) && drawn !== lower && !KEPT.has(drawn))) made = drawn
    }
    if (!known.has(lower)) told(lower, made)
    known.set(lower, made)
    given.add(made)
    return Array.from(made, (letter, i) => (/[A-Z]/.test(old[i]!) ? letter.toUpperCase() : letter)).join('')
  }
  return text => {
    const [step, at] = widthOf(text)
    const letters = Array.from({ length: Math.floor((text.length - at + step - 1) / step) }, (_, i) => text[at + i * step]!)
    const made = String.fromCharCode(...letters).replaceAll(/[A-Za-z0-9\u0080-\u00ff]+/g, word)
    const out = text.slice()
    for (let i = 0; i < letters.length; i++) out[at + i * step] = made.charCodeAt(i)
    return out
  }
}

/** How far one letter stands from the next, and where the first is: UTF-16 of Latin letters has a zero in every pair. */
function widthOf(text: Uint8Array): [step: number, at: number] {
  if (text.length < 2 || text.length % 2) return [1, 0]
  const zero = (from: number) => text.every((octet, i) => i % 2 !== from || octet === 0)
  return zero(1) ? [2, 0] : zero(0) ? [2, 1] : [1, 0]
}

function drawnLike(word: string, octets: Uint8Array): string {
  return Array.from(word, (letter, i) =>
    /[0-9]/.test(letter) ? String(octets[i]! % 10) : String.fromCharCode(97 + (octets[i]! % 26)),
  ).join('')
}
