import { asked } from '../../host/asked.ts'
import { type Capture, captureCalled } from '../captures.ts'

// People bring the words of other tools along. What has exactly one meaning here is read so, and the page says as what.

/** Wireshark's names of fields, and tcpdump's words, by what they are called here. */
const called: readonly (readonly [key: string, names: RegExp])[] = [
  ['packet', /^(frame|frame\.number|packet|no\.?)$/],
  ['ip', /^(ip|ipv6)\.(addr|src|dst|host|src_host|dst_host)$|^host$/],
  ['port', /^(udp|tcp)\.(port|srcport|dstport)$|^port$/],
  ['spi', /^(esp|ah|isakmp)\.spi$|^spi$/],
  ['cookie', /^(isakmp\.)?(ispi|rspi|icookie|rcookie|cookie)$/],
  ['notify', /^(isakmp\.notify\.msgtype|notify)$/],
  ['exchange', /^(isakmp\.exchangetype|exchange)$/],
  ['msg', /^(msg|message)$/],
  ['vid', /^(isakmp\.vid_string|isakmp\.vid_bytes)$/],
]

const NUMBER = /^([abr])?\s*#?(\d+)$/i

/** The packet that a text names: `17` of the capture in view, `B17`, `b 17`, `r#17`; undefined for anything else. */
export function packetCalled(text: string, shown: Capture): { readonly capture: Capture; readonly number: number } | undefined {
  const [, letter, digits] = NUMBER.exec(text.trim()) ?? []
  return digits === undefined ? undefined : { capture: captureCalled(letter, shown), number: Number(digits) }
}

/** What a text is read as: itself, or what says the same here. */
export function meant(text: string): string {
  const bare = text.trim()
  if (/^[abr]\s+#?\d+$/i.test(bare)) return `packet:${bare.replace(/\s+/, '').toLowerCase()}`
  const words = /^(\S+)\s+([abr]?#?[0-9a-fx][0-9a-fx.:]*|mm\d|qm\d)$/i.exec(bare)
  const [, word = '', value = ''] = words ?? []
  // Words alone are looked for as words.
  if (/\d/.test(value)) {
    const read = ours(word, value)
    if (read !== undefined) return read
  }
  return comparisons(bare) ?? text
}

function ours(name: string, value: string): string | undefined {
  const key = called.find(([, names]) => names.test(name.toLowerCase()))?.[0]
  const read = key === undefined ? '' : `${key}:${value}`
  return read !== '' && asked(read).ok ? read : undefined
}

/**
 * `udp.port == 4500 && !(esp.spi == 0xc0ffee01)`: each part by itself; undefined unless all of them can be said here. Nothing here
 * is like brackets over several, except around the whole.
 */
function comparisons(text: string): string | undefined {
  if (!/[=!]=|\bcontains\b|\beq\b/.test(text)) return undefined
  const [, within = text] = /^\(([^()]*)\)$/.exec(text) ?? []
  const parts = within.split(/\s*(&&|\|\||\band\b|\bor\b)\s*/i)
  const read = parts.map((part, i) => {
    if (i % 2 === 1) return /^(\|\||or)$/i.test(part) ? ' or ' : ' '
    const [, not = '', open, name = '', operator = '', value = '', close] =
      /^(!|not\b)?\s*(\()?\s*([\w.]+)\s*(==|!=|eq\b|ne\b|contains\b)\s*("[^"]*"|[^\s()]+)\s*(\))?$/i.exec(part.trim()) ?? []
    const one = name === '' || !open !== !close ? undefined : ours(name, value)
    return one === undefined ? undefined : `${(not !== '') !== /^(!=|ne)$/i.test(operator) ? '-' : ''}${one}`
  })
  return read.some(part => part === undefined) ? undefined : read.join('')
}
