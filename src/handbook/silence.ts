import type { Chapter } from './entry.ts'

/** Nobody answers, or nobody is there. */
export const silence: Chapter = {
  title: 'Silence',
  entries: [
    {
      rule: 'no-answer',
      scenario: 'N2',
      title: 'Nothing comes back',
      see: 'The same message again and again, at growing gaps, and then silence.',
      means:
        'Either the message did not get there, or the answer did not get back, or the other host got it and said nothing. One capture cannot tell these apart. One from each end can.',
      act: 'Capture at the other end. Look at firewalls for UDP 500 and 4500. Look in the other host’s log for this moment: a host that finds no policy for a stranger often stays silent on purpose.',
      mistaken:
        'A capture that ends before the sender gives up. A sender that takes back what it started because the application lost patience.',
      capture: 'composed/falls-back-to-clear',
    },
    {
      rule: 'one-sided-negotiation',
      scenario: 'N12',
      title: 'All messages come from one side',
      see: 'A negotiation in which only one host speaks.',
      means:
        'That host believes in a negotiation the other takes no part in. This is the shape of the silence; its cause stands in another finding, where it can be known.',
      act: 'As for an answer that does not come.',
      mistaken:
        'A capture that sees one direction only: an asymmetric route, or a mirror port set to one direction. Then ESP, too, is there one way only.',
      capture: 'injected/ends-early',
    },
    {
      rule: 'resends-last-good-message',
      scenario: 'N3',
      title: 'A host repeats its last message',
      see: 'The same message with the same bytes at growing gaps, though its peer has spoken in between or gone on.',
      means:
        'The host waits for an answer it never got, or got and could not read. In IKEv1 it is often the last message it could make: what failed is the step after it. A repeated message 4 of main mode is what different pre-shared keys look like.',
      act: 'Look whether the answer goes back to the address and port that asked. Find the message that should have followed, and ask why it did not come: lost on the way, too large for it, or refused by a host that says nothing.',
      mistaken: 'A packet captured twice: then the copy follows within a fraction of a millisecond.',
      capture: 'lab/v1_oneway_b_lost',
    },
    {
      rule: 'answer-ignored',
      scenario: 'N28',
      title: 'The answer is there, and the question comes again',
      see: 'A request, its answer, and the same request once more, in the capture of the host that asked.',
      means:
        'The answer reached the network card and did not count: the host could not decrypt it, did not believe it, or a firewall of its own stopped it behind the point of capture.',
      act: 'Look whether the answer comes from the address that was asked: with two lines or a failover it may not, and a host drops it. Compare the answer at both ends byte by byte. If nothing was changed: look at the local firewall, then at keys and identities of the host that asks again.',
      mistaken: 'An answer that crossed a repeated question on a slow path. Then nothing more is repeated after it.',
      capture: 'recorded/v2_answer_unreadable',
    },
    {
      rule: 'port-unreachable',
      scenario: 'N4',
      title: 'Port unreachable',
      see: 'ICMP "port unreachable" that quotes the very IKE message.',
      means:
        'The message arrived and was refused. No program has UDP 500 or 4500 open there, because the IPsec service is stopped or has no policy; or the host’s own firewall rejects it; where port 500 was answered before and 4500 is refused, the service runs, and the firewall lets only 500 in.',
      act: 'Look at that host whether the service runs, and what its firewall does with UDP 500 and 4500.',
      mistaken:
        'A firewall that refuses in the host’s name; the sender’s address of the ICMP message tells who spoke. A scanner that asks and closes its port before the answer comes.',
      capture: 'lab/v1_resp_not_running',
    },
    {
      rule: 'administratively-prohibited',
      scenario: 'N5',
      title: 'A filter on the way refuses',
      see: 'ICMP "administratively prohibited" that quotes an IKE or an ESP packet.',
      means: 'A router or firewall has a rule against it, and says so. Its address is the sender of the ICMP message.',
      act: 'Ask whoever runs that device to let UDP 500, UDP 4500 and IP protocol 50 through between these hosts, both ways, fragments included.',
      mistaken: 'Hardly anything: few faults name themselves so clearly.',
      capture: 'lab/v1_path_rejected',
    },
    {
      rule: 'network-unreachable',
      scenario: 'N26',
      title: 'There is no way there',
      see: 'ICMP "network" or "host unreachable" that quotes our packet, or ARP questions nobody answers.',
      means: 'A router has no route, or the last one found nobody at that address. This is no matter of IPsec.',
      act: 'Repair the route, or wake the host.',
      mistaken: 'Some firewalls answer with "host unreachable" where they mean "not allowed".',
      capture: 'recorded/v2_no_route',
    },
    {
      rule: 'only-probed',
      scenario: 'N24',
      title: 'Somebody only knocked',
      see: 'First messages that are answered and never followed up.',
      means: 'A scanner, a health check of a load balancer, or an initiator that liked none of the answers. It is not a failed peer.',
      act: 'Nothing, if you do not know the address. If it is one of your own, look at its log.',
      mistaken: 'An initiator whose third message is too large and lost on the way. Then its own capture shows that it went on.',
      capture: 'composed/only-probed',
    },
    {
      rule: 'falls-back-to-clear',
      scenario: 'N6',
      title: 'No answer, so it goes on in the clear',
      see: 'First messages that are not answered, and about three seconds after the first of them the application’s own packets without protection.',
      means:
        'The policy of this host allows unprotected talk with hosts that do not answer; on Windows that is a soft SA. It works, and it is not secured.',
      act: 'If the other host should speak IPsec: find out why it did not answer. If it should not: exempt it, and the three seconds are gone.',
      mistaken: 'Traffic that a policy exempts from the start: it does not wait for the negotiation.',
      capture: 'composed/falls-back-to-clear',
    },
    {
      rule: 'one-way-initiation',
      scenario: 'N11',
      title: 'It works from one side only',
      see: 'Negotiations of the same two hosts: those that one of them begins come about, those that the other begins do not.',
      means:
        'Path and policy fit, or none would come about. What differs is who begins: a stateful firewall lets only one side open, or rights and trust are not mutual.',
      act: 'Open UDP 500 and 4500 inwards as well. On Windows, look at the right to access the host from the network, at trust between the domains, and at which policy is more specific.',
      mistaken: 'Chance, where each side began only once. Count.',
      capture: 'composed/works-one-way-only',
    },
    {
      rule: 'ike-to-exempt-host',
      scenario: 'N14',
      title: 'IKE with a host that should be exempt',
      see: 'Negotiations with an address from your list of exempt hosts.',
      means:
        'A domain controller, a DNS or DHCP server is spoken to before IPsec can work; a policy that asks them for it locks itself out. The policy of this host is wrong or old.',
      act: 'Refresh the policy there, and look at its list of exemptions.',
      mistaken: 'A list of exemptions that is itself out of date.',
    },
    {
      rule: 'ike-from-fallback-address',
      scenario: 'N15',
      title: 'IKE from a host without an address',
      see: 'The sender is 169.254.x.x or 0.0.0.0.',
      means: 'The host got no address from DHCP and gave itself one, with which nobody beyond its cable can answer it.',
      act: 'Look at DHCP first. IPsec comes later.',
      mistaken: 'Two hosts on one cable that were meant to use such addresses.',
      capture: 'composed/fallback-address',
    },
  ],
}
