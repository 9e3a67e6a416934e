import { authIp } from './authIp.ts'
import { seldomV1 } from './seldomV1.ts'
import { seldomV2 } from './seldomV2.ts'
import { zooV1 } from './zooV1.ts'
import { zooV2 } from './zooV2.ts'

// Messages in which every octet is as its document wants it: all registered numbers, the extensions of Windows and of 3GPP, group
// keys, every identity. Nothing in them may be called unknown, private or malformed.

/** The messages by name. */
export const zoo: readonly (readonly [name: string, message: Uint8Array])[] = [
  ...zooV1,
  ...authIp.map(([name, message]) => [`AuthIP, ${name}`, message] as const),
  ...zooV2,
  ...seldomV1.map(([name, message]) => [`seldom: ${name}`, message] as const),
  ...seldomV2.map(([name, message]) => [`seldom: ${name}`, message] as const),
]
