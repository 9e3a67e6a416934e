import { hex } from '../../dissectors/text.ts'
import { ciphers } from '../crypto.ts'
import { u32 } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import * as v1 from '../ike/v1.ts'
import type { Stack } from '../stacks.ts'
import { type End, type Host, other } from './conversation.ts'
import type { State } from './state.ts'

// What the two offer each other in phase 1, and what they agree on.

/** How the two prove who they are; `xauth`: by a shared key, with XAUTH to follow. */
export type Method = 'psk' | 'certificates' | 'kerberos' | 'xauth'
/** Numbers of the methods. RFC 2409 Appendix A, draft-ietf-ipsec-isakmp-gss-auth-07. */
export const numbers: Readonly<Record<Method, number>> = { psk: 1, certificates: 3, kerberos: 65001, xauth: 65001 }

/** What a stack offers, strongest first, and last what the other one knows too. */
export function transforms(state: State, end: End, method: Method): Uint8Array[] {
  const { hosts } = state.talk
  const { stack } = hosts[end]
  const both = common(hosts)
  const own = [2, 1].map((hashing, i) => transform(state, end, method, { ...stack, number: i + 1, hashing }))
  const isOwn = both.cipher === stack.cipher && both.group === stack.group
  return isOwn ? own : [...own, transform(state, end, method, { ...both, number: 3, hashing: 2 })]
}

/** What the responder takes of that. */
export function choice(state: State, end: End, method: Method): Uint8Array {
  const { hosts } = state.talk
  const both = common(hosts)
  const { stack } = hosts[other(end)]
  const isFirst = both.cipher === stack.cipher && both.group === stack.group
  return transform(state, end, method, { ...both, number: isFirst ? 1 : 3, hashing: 2 })
}

/** Cipher and group that both know: the weaker ones. */
export function common(hosts: readonly [Host, Host]): Pick<Stack, 'cipher' | 'group'> {
  const [a, b] = hosts.map(({ stack }) => stack) as [Stack, Stack]
  return { cipher: a.cipher === '3des' ? a.cipher : b.cipher, group: a.group[1] <= b.group[1] ? a.group : b.group }
}

/** One suite; the machine's name in clear where it is Kerberos. draft-ietf-ipsec-isakmp-gss-auth-07. */
function transform(
  { talk }: State,
  end: End,
  method: Method,
  { cipher, group, number, hashing }: Pick<Stack, 'cipher' | 'group'> & { number: number; hashing: number },
): Uint8Array {
  const wide = hex(Uint8Array.from([...talk.hosts[end].name].flatMap(letter => [letter.charCodeAt(0) & 255, 0])))
  return v1.transform(
    { number, id: 1 },
    v1.attribute(1, ciphers[cipher]!.phase1),
    ...(cipher === 'aes' ? [v1.attribute(14, 128)] : []),
    v1.attribute(2, hashing),
    v1.attribute(4, group[0]),
    v1.attribute(3, numbers[method]),
    v1.attribute(11, 1),
    v1.attribute(12, hex(Uint8Array.from(u32(28_800)))),
    ...(method === 'kerberos' ? [v1.attribute(16_384, wide)] : []),
  )
}

/** What its stack can do, and more. */
export const vendorIds = ({ stack }: Host, more: readonly string[]): Part[] => [...stack.vendorIds, ...more].map(id => v1.vid(id))

/** draft-beaulieu-ike-xauth-02 §2. */
export const XAUTH = '09002689dfd6b712'
