import type { Chapter } from './entry.ts'

/** What is protected, and what should be. */
export const traffic: Chapter = {
  title: 'Protected traffic',
  entries: [
    {
      rule: 'bad-spi',
      scenario: 'T1',
      title: 'Packets for an SA that is not there',
      see: 'ESP or AH on an SPI before its quick mode is complete, after its delete, or on one never agreed in this capture. Windows logs event 4268, from Vista on 4965.',
      means:
        'The receiver throws these packets away. Right after a renewal it is a matter of milliseconds; after a lost delete or a restart it lasts.',
      act: 'A few packets at a renewal: nothing. If it lasts: find the delete or restart that one side missed.',
      mistaken: 'A capture that began after the SA was made: then nobody can tell that it is not there.',
      capture: 'composed/bad-spi-at-rekey',
    },
    {
      rule: 'modified-in-path',
      scenario: 'T2',
      title: 'Something on the way changed the packet',
      see: 'The same packet has other bytes at the other end, beyond what routers and NAT change; in one capture, an IKE packet whose UDP checksum alone does not fit. Windows logs event 4285, from Vista on 4960.',
      means:
        'The receiver’s check fails and the packet is thrown away. A broken device, a "helpful" one (a proxy, an inspection), or an attack.',
      act: 'Look at the pattern: which sizes, which bytes, which times. Then take captures at points between, and halve the way until you have the device.',
      mistaken: 'Checksums that the sending network card fills in after the capture.',
      capture: 'lab/v1_nocsum_corrupt',
    },
    {
      rule: 'clear-text-while-protected',
      scenario: 'T3',
      title: 'In the clear, though an SA stands',
      see: 'Plain TCP or UDP between two hosts that have an SA for just that. Windows logs event 4284 where it arrives, from Vista on 4963.',
      means:
        'One host does not use the SA: a more specific filter permits this traffic, or it has dropped its SA and its peer has not, or somebody else sends in its name.',
      act: 'Compare the filters at both ends. If only one direction is plain, look at the host that sends it.',
      mistaken: 'Traffic that both policies exempt. A capture behind the point of decryption, which sees each packet in both forms.',
      capture: 'composed/answers-in-the-clear',
    },
    {
      rule: 'clear-text-after-sa',
      scenario: 'T10',
      title: 'In the clear, after the SA has gone',
      see: 'What an SA carried, or was meant to carry, leaves without protection once the SA was deleted or the negotiation failed.',
      means: 'The policy allows it, or there is none any more. Nobody notices, for it works.',
      act: 'Decide whether that is meant. If not: require protection instead of asking for it.',
      mistaken: 'Another connection of the same hosts that never was in the SA.',
      capture: 'composed/service-stopped',
    },
    {
      rule: 'esp-one-way',
      scenario: 'T6',
      title: 'Protected packets go one way only',
      see: 'Traffic on one SPI of the pair, none on the other.',
      means: 'The answers are lost on the way, or never sent: at the other host a route, a filter or the application may be missing.',
      act: 'Capture at the other end: did the packets arrive, did answers leave? Then look at that half only.',
      mistaken: 'An application that only sends, like syslog. A capture that sees one direction.',
      capture: 'lab/v1_delete_lost/b.pcap',
    },
    {
      rule: 'esp-blocked',
      scenario: 'T9',
      title: 'IKE passes, ESP does not',
      see: 'The negotiation succeeds. ESP leaves and none comes back; IKE still answers.',
      means: 'A firewall lets UDP 500 pass and drops IP protocol 50 or 51: they have no ports, and many rules forget them.',
      act: 'Let protocol 50 pass both ways, or force encapsulation in UDP 4500.',
      mistaken: 'A peer that has no route for what is inside. Then ESP arrives there.',
      capture: 'lab/v2_esp_blocked',
    },
    {
      rule: 'esp-loss',
      scenario: 'T7',
      title: 'Protected packets get lost',
      see: 'Gaps in the sequence numbers of an SPI. With both ends, the missing ones are seen to have left.',
      means:
        'The path loses packets. IPsec does not repeat them; TCP inside does, and slows down. Where all packets of one direction are missing between two moments, IKE as well, and none before or after, the path was dead for that time.',
      act: 'As on any lossy path: overload, duplex, radio, shaping. Look whether only large ones are lost. After an outage: what changed at that moment, a link, a route, the provider.',
      mistaken: 'Packets that the capturing machine dropped: the file’s own counters tell.',
      capture: 'lab/v1_netem_loss20',
    },
    {
      rule: 'esp-reordered',
      scenario: 'T7',
      title: 'Out of order',
      see: 'Sequence numbers that arrive in another order than they left.',
      means:
        'Two ways with different delays, or a device that gives some packets precedence. Within the window of 64 it does no harm to IPsec; TCP may slow down.',
      act: 'Nothing while few come late. Otherwise a larger replay window, or one way for one flow.',
      mistaken: 'Several network queues of the capturing machine that were written in the wrong order.',
    },
    {
      rule: 'esp-replay',
      scenario: 'T7',
      title: 'The same packet again',
      see: 'A sequence number that was there before, or one so late that the receiver’s window has passed it.',
      means: 'The receiver throws it away. A loop in the network, a device that doubles packets, or somebody who recorded them.',
      act: 'Compare TTL and hardware address of both copies: a loop shows a lower TTL.',
      mistaken: 'A packet captured twice, which is told apart by its time and path.',
    },
    {
      scenario: 'R2',
      title: 'ESP that can be read without keys',
      see: 'ESP whose content is shown: "not encrypted", with how sure that is.',
      means:
        'The hosts agreed on NULL encryption: the packets are protected against change, not against reading. Or the network card encrypts after the capture was taken.',
      act: 'Use it: for a test, NULL encryption makes the traffic readable while the rest stays as it is.',
      mistaken: 'Encrypted ESP, which is never shown as readable: the decision counts how many bits would have to fit by chance.',
      capture: 'lab/v1_esp_null_tcp',
    },
  ],
}
