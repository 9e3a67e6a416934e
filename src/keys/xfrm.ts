import { addressPattern } from './address.ts'
import { checkIntegrityLength, checkLength, encryptionNamed, integrityNamed } from './algorithms.ts'
import { spiNumber } from './espSa.ts'
import { hexKey, type Key, Unreadable } from './key.ts'

// `ip xfrm state` of Linux: an SA begins with "src … dst …" in the first column, what belongs to it is indented:
//
//   src 192.0.2.10 dst 198.51.100.20
//           proto esp spi 0xc634bc2b reqid 1 mode tunnel
//           auth-trunc hmac(sha256) 0x…  128
//           enc cbc(aes) 0x…
//   or      aead rfc4106(gcm(aes)) 0x…  128

/** The SAs in it, as their lines. */
export function xfrmStates(lines: readonly string[]): { readonly at: number; readonly text: string }[] {
  const states: { at: number; text: string }[] = []
  lines.forEach((line, i) => {
    if (/^src \S+ dst \S+/.test(line)) states.push({ at: i + 1, text: line })
    else if (states.length > 0 && /^\s+\S/.test(line)) states.at(-1)!.text += ` ${line.trim()}`
  })
  return states
}

/** The key of one; undefined for what has none to decrypt with (AH, IPComp). Throws Unreadable. */
export function xfrmKey(state: string): Key | undefined {
  const of = (pattern: RegExp) => pattern.exec(state)?.slice(1) as string[] | undefined
  const [source = '', destination = ''] = of(/^src (\S+) dst (\S+)/) ?? []
  const [protocol, spi = ''] = of(/\bproto (\w+) spi (0x[0-9a-f]+|\d+)/i) ?? []
  if (protocol !== 'esp') return undefined
  const aead = of(/\baead (\S+) (0x[0-9a-f]*)\s+(\d+)/i)
  const cipher = of(/\benc (\S+)(?: +(0x[0-9a-f]*|""))?/i)
  const check = of(/\bauth(?:-trunc)? (\S+) (0x[0-9a-f]+)(?:\s+(\d+))?/i)
  if (!aead && !cipher) throw new Unreadable('this SA comes without its keys; `ip xfrm state` shows them to root only')
  const encryption = aead ? encryptionNamed(aead[0]!, Number(aead[2]) / 8) : encryptionNamed(cipher![0]!)
  const secret = {
    encryption,
    key: hexKey((aead?.[1] ?? cipher?.[1] ?? '').replaceAll('"', ''), 'the encryption key'),
    integrity: aead || !check ? { icv: 0 } : integrityNamed(check[0]!, Number(check[2] ?? 96)),
    integrityKey: hexKey(check?.[1] ?? '', 'the authentication key'),
  }
  checkLength(encryption, secret.key, 'the encryption key')
  checkIntegrityLength(secret.integrity, secret.integrityKey, 'the authentication key')
  return { kind: 'esp', source: addressPattern(source), destination: addressPattern(destination), spi: spiNumber(spi), secret }
}
