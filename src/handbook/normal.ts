import type { Chapter } from './entry.ts'

/** What is there when nothing is wrong. */
export const normal: Chapter = {
  title: 'What is normal',
  entries: [
    {
      scenario: 'N1',
      title: 'When all goes well',
      see: 'Main mode: six messages, or aggressive mode: three. Then quick mode: three, sometimes four. IKEv2 needs four messages for all of it. Then ESP or AH on the two SPIs that were agreed, in both directions.',
      means: 'Both hosts proved who they are and agreed on keys. Everything after it is protected.',
      act: 'Nothing. Keep such a capture: it is what a broken one is compared with.',
      mistaken: 'A negotiation that came about says nothing of the traffic in it. Look whether ESP goes both ways.',
      capture: 'lab/v1_main_psk_ok',
    },
    {
      scenario: 'R6',
      title: 'The first pings are lost',
      see: 'The first one or two echo requests without answer, while the negotiation runs; all later ones are answered.',
      means: 'A host keeps a packet or two while it negotiates, or none. Tools call that loss.',
      act: 'Nothing. Measure after the first seconds.',
      mistaken: 'Real loss, which goes on.',
      capture: 'composed/first-ping-held-back',
    },
    {
      scenario: 'R7',
      title: 'Broadcast in the clear',
      see: 'Broadcast and multicast packets without protection, beside a tunnel that works.',
      means: 'An SA joins two hosts. What goes to all of them cannot be in it.',
      act: 'Nothing.',
      mistaken: 'Traffic to one host in the clear. That is a finding.',
      capture: 'composed/broadcasts',
    },
  ],
}
