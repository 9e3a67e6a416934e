import { hex } from '../../dissectors/text.ts'
import type { IkeV2Keys } from '../ike/sealedV2.ts'
import type { State } from './state.ts'

/** The keys of an IKEv2 SA, drawn at random and noted among those of the story. @param spis 16 hex digits each */
export function agreedV2({ talk, ikeV2Keys }: State, { initiator, responder }: Pick<IkeV2Keys, 'initiator' | 'responder'>): IkeV2Keys {
  const keys: IkeV2Keys = {
    initiator,
    responder,
    encryption: [talk.octets(16), talk.octets(16)],
    integrity: [talk.octets(20), talk.octets(20)],
  }
  const [ei, er] = keys.encryption.map(hex)
  const [ai, ar] = keys.integrity.map(hex)
  ikeV2Keys.push(`${initiator},${responder},${ei},${er},"AES-CBC-128 [RFC3602]",${ai},${ar},"HMAC_SHA1_96 [RFC2404]"`)
  return keys
}
