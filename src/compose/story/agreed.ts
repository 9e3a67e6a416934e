import { hex } from '../../dissectors/text.ts'
import { ciphers, hash } from '../crypto.ts'
import type { Phase1 } from '../ike/sealed.ts'
import type { State } from './state.ts'

/**
 * The keys of phase 1, drawn at random and noted among those of the story.
 * @param spis of both, 16 hex digits each  @param publicValues the initiator's first
 */
export function agreed(
  { talk, ikeKeys }: State,
  spis: Pick<Phase1, 'initiator' | 'responder'>,
  publicValues: readonly [Uint8Array, Uint8Array],
  cipherName: string,
): Phase1 {
  const cipher = ciphers[cipherName]!
  const key = talk.octets(cipher.keyLength)
  ikeKeys.push(`${spis.initiator},${hex(key)}`)
  return { ...spis, cipher, key, authenticationKey: talk.octets(20), firstIv: hash(...publicValues), last: new Map() }
}
