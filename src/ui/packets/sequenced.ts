/** SPI, sequence number and the rest of what a packet of ESP or AH says; which of the two it is stands in a column of its own. */
export function sequenced(info: string): readonly string[] | undefined {
  return /^(?:ESP|AH) (\S+)( seq \d+)(.*)$/s.exec(info)?.slice(1)
}
