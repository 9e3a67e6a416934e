/** What XML may not hold (control characters, halves of surrogate pairs), and signs that turn the order of the text around
 *  them. XML 1.0 §2.2; Unicode UAX #9. */
const unfit = /[^\P{Cc}\t\n\r]|\p{Cs}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

/** Text as any program can show it: what cannot be shown is replaced by U+FFFD. */
export function legible(text: string): string {
  return text.replace(unfit, '\ufffd')
}
