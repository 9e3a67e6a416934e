import type { Finding } from '../report.ts'

// Counts are written as the views write them, `1,438 bytes`. What is a name and no count stays as the wire says it: `MTU 1280`,
// `port 4500`, `ESP c0ffee01`, `byte 1480`.

const COUNTED =
  /(?<![\w.,:/-]|\b(?:ports?|UDP|TCP|MTU|number|Windows) )\d{4,}(?=(?: (?:to|and|or|of) [\d,]+)?(?: (?:protected|other|more|later|whole|further|IKE|ESP|AH))? (?:bytes|octets|packets|messages|pieces|fragments|copies|times|seconds|s\b|addresses|negotiations|hosts|more\b))/g

/** A text with the thousands of its counts set apart. */
export function withThousands(text: string): string {
  return text.replaceAll(COUNTED, digits => digits.replaceAll(/\B(?=(\d{3})+$)/g, ','))
}

/** A finding with all that it says written so. */
export function inFigures(finding: Finding): Finding {
  const { title, says, because, otherwise, tryNext, inBrief } = finding
  return {
    ...finding,
    title: withThousands(title),
    says: withThousands(says),
    because: because.map(withThousands),
    otherwise: otherwise.map(withThousands),
    tryNext: tryNext.map(withThousands),
    ...(inBrief === undefined ? {} : { inBrief: withThousands(inBrief) }),
  }
}
