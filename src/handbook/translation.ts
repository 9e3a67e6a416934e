import type { Chapter } from './entry.ts'

/** Addresses that change on the way. */
export const translation: Chapter = {
  title: 'Address translation',
  entries: [
    {
      rule: 'nat-detected',
      scenario: 'A1',
      title: 'There is a NAT in between',
      see: 'The hashes in NAT-D do not fit the addresses on the wire. The hosts move from port 500 to 4500, ESP goes inside UDP, keepalives appear.',
      means: 'Both found out that an address is translated, and whose. This works as it should.',
      act: 'Nothing. UDP 4500 must be open as well.',
      mistaken: 'A host that pretends to be behind a NAT so that ESP goes in UDP.',
      capture: 'lab/v1_natt_ok',
    },
    {
      rule: 'udp-4500-blocked',
      scenario: 'A2',
      title: 'Port 4500 is blocked',
      see: 'Messages on port 500 are answered. After the change to 4500 nothing is: message 5, or IKE_AUTH, is repeated.',
      means: 'A firewall lets 500 pass and not 4500.',
      act: 'Open UDP 4500, both ways.',
      mistaken:
        'A message that is too large and lost for its size: it moves to 4500 in the same step. Look at its length and at fragments.',
      capture: 'lab/v1_natt_4500_blocked',
    },
    {
      rule: 'nat-mapping-expired',
      scenario: 'A3',
      title: 'The NAT forgot them',
      see: 'After a quiet time packets come from another port, or answers go to a port where nobody is any more.',
      means:
        'The NAT drops an entry that nobody uses, often after 30 to 120 seconds. The host outside cannot reach the one inside until that one speaks again.',
      act: 'Keepalives every 20 seconds at the host behind the NAT.',
      mistaken: 'A host that moved to another network.',
      capture: 'recorded/v2_nat_forgets',
    },
    {
      rule: 'address-moved',
      scenario: 'A6',
      title: 'A host moved, the SA with it',
      see: 'UPDATE_SA_ADDRESSES, and the same SPIs from a new address.',
      means: 'MOBIKE: the host changed its network and took its SAs along. It works as it should.',
      act: 'Nothing.',
      mistaken: 'A NAT that gave it a new port.',
      capture: 'lab/v2_mobike',
    },
    {
      rule: 'ah-through-nat',
      scenario: 'A4',
      title: 'AH cannot pass a NAT',
      see: 'AH between hosts of which one is behind a NAT, and nothing comes back.',
      means: 'AH protects the addresses as well. Whoever translates them breaks its sum; the receiver throws every packet away.',
      act: 'Use ESP. There is no way to make AH pass.',
      mistaken: 'AH that a firewall drops. With both ends, a changed source address tells.',
      capture: 'composed/ah-through-nat',
    },
    {
      rule: 'nat-t-timeouts',
      scenario: 'A5',
      title: 'Small things work, large ones stall',
      see: 'On UDP 4500, loss or large packets that vanish, on a slow or wireless path.',
      means: 'UDP encapsulation makes packets larger and gives them a port that others may shape or drop.',
      act: 'Lower the MTU first; then look at the path’s loss.',
      mistaken: 'A slow path alone: then small things are slow, too.',
      capture: 'recorded/v2_natt_large_vanish',
    },
  ],
}
