import type { Message } from '../../model.ts'
import { readableError } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'

// What to do about a refusal of IKEv2 that says itself what is wanted instead.

/** By notify type: what to do. @param by whoever refuses @param asked whoever asked */
const steps: Readonly<Record<number, (by: string, asked: string) => string>> = {
  // RFC 7296 §2.5
  1: (by, asked) => `Look in the log of ${by} which payload it does not know, and turn off at ${asked} what sends it.`,
  // RFC 7296 §2.9
  34: (by, asked) => `Let ${asked} ask for one pair of addresses: ${by} makes each child SA for one pair alone.`,
  // RFC 7296 §1.3
  35: (by, asked) => `Let ${asked} set up a new IKE SA for it: ${by} makes no further child SA under this one.`,
  // RFC 7296 §3.15.4
  36: by => `Look at the addresses that ${by} has to give: there are none, or all are taken.`,
  // RFC 7296 §2.19
  37: (by, asked) => `Let ${asked} ask for an address of its own (a configuration request): ${by} makes no child SA without one.`,
  // RFC 4555 §3.5
  40: (by, asked) => `Look which addresses of ${asked} the policy of ${by} accepts: not those that it wants to change to.`,
  // RFC 4555 §3.9
  41: (by, asked) => `Take away the NAT between ${asked} and ${by}, or no longer forbid one (NO_NATS_ALLOWED).`,
  // RFC 5026 §5.3.2
  42: (_, asked) => `Let ${asked} ask for the home address that it is given.`,
  // RFC 7296 §2.25
  43: (_, asked) => `Look whether ${asked} asks again a little later: this refusal is for the moment alone.`,
  // RFC 7296 §2.25
  44: (by, asked) => `Let ${asked} delete that child SA and set up a new one: ${by} does not have it any more.`,
  // RFC 9370 §2.2.4
  47: (by, asked) => `Let ${asked} begin this exchange anew: ${by} has forgotten the key exchanges before.`,
  // RFC 9611 §5.2
  48: (by, asked) => `Raise the number of child SAs for the same traffic at ${by}, or lower what ${asked} asks for.`,
  // RFC 9838 §4.7
  45: (by, asked) => `Compare the identity of the group at ${asked} with those that ${by} serves.`,
  46: (by, asked) => `Look whether ${by} allows ${asked} in this group.`,
}

/** What a refusal that can be read asks for; undefined where the RFCs name no way out. */
export function adviceOf(refusal: Message): string | undefined {
  const notify = readableError(refusal.ike)
  if (!notify || refusal.ike.majorVersion !== 2) return undefined
  const { from, to } = route(refusal)
  return steps[notify.notifyType]?.(from, to)
}
