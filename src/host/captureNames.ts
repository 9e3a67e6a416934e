/** How the files are called that hold captures: pcap, pcapng, Network Monitor's, compressed or not. */
const ENDING = /\.(pcap|pcapng|ntar|cap|dmp|trc)(\.gz)?$/i

/** Whether a file is called as captures are; what is in it may be something else. */
export function isNamedAsCapture(name: string): boolean {
  return ENDING.test(name)
}

/** The name of a capture without its ending. */
export function bareName(name: string): string {
  return name.replace(ENDING, '').replace(/\.gz$/i, '')
}
