import { join } from 'node:path'
import fc from 'fast-check'

const labs = ['v1_main_psk_ok', 'v1_cert_fragdrop_both', 'v1_natt_4500_blocked', 'v1_resp_not_running', 'v2_psk_ok', 'v2_rekey']

/** The files of a recorded pair that comes with the project. */
export const recordedPair = fc.constantFrom(...labs)
export const labFile = (name: string, end: 'a' | 'b') => join(import.meta.dirname, `../../../captures/lab/${name}/${end}.pcap`)

const way = fc.constantFrom('a>b', 'b>a', 'both')
const what = fc.constantFrom(
  '',
  'ike',
  'esp',
  'later fragments',
  'first fragments',
  'fragments',
  'above 300',
  'from 4 s',
  'until 3 s',
  'port 500',
  'port 4500',
  'above 1000',
  'icmp',
  'tcp',
)
const share = fc.integer({ min: 1, max: 60 }).map(n => `${n}%`)
const line = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map(words => words.filter(word => word !== '').join(' '))
const said = fc.constant<string>

const pathFault = fc.oneof(
  { weight: 4, arbitrary: line(said('lose'), way, what, share) },
  { weight: 1, arbitrary: line(said('lose'), way, what) },
  { weight: 3, arbitrary: line(said('change'), way, what, share, fc.constantFrom('one bit', '2 bits', '5 bits')) },
  { weight: 2, arbitrary: line(said('duplicate'), way, what, share) },
  { weight: 2, arbitrary: line(said('delay'), way, what, fc.constantFrom('0..5 ms', '0..50 ms', '20..20 ms', '0..100 ms')) },
  { weight: 1, arbitrary: line(said('reorder'), way, share) },
  { weight: 1, arbitrary: line(said('fragment'), way, fc.constantFrom('to 1280', 'to 600', 'to 300')) },
  { weight: 1, arbitrary: line(said('overlap'), way, said('later fragments'), share) },
)

const captureFault = fc.oneof(
  line(
    said('clock'),
    fc.constantFrom('a', 'b'),
    fc.integer({ min: -4_000_000, max: 4_000_000 }).map(ms => `${ms < 0 ? '' : '+'}${ms / 1000} s`),
    fc.constantFrom('', 'drift 20 ppm', 'drift -80 ppm'),
  ),
  line(said('snaplen'), fc.constantFrom('a 96', 'b 96', 'b 200')),
  line(said('captured twice'), fc.constantFrom('a', 'b')),
  line(said('offload'), fc.constantFrom('a', 'b')),
  line(said('starts'), fc.constantFrom('a', 'b'), fc.constantFrom('1 s', '4 s')),
  line(said('ends'), fc.constantFrom('a', 'b'), fc.constantFrom('2 s', '6 s')),
  said('translate a 192.0.2.10 -> 203.0.113.77 ports'),
  said('translate b 198.51.100.20 -> 203.0.113.78'),
)

/** A fault file: a few faults of the path, sometimes some of the captures. */
export const faultSet = fc
  .tuple(
    fc.array(pathFault, { maxLength: 3 }),
    fc.uniqueArray(captureFault, { maxLength: 2, selector: one => one.split(' ').slice(0, 2).join(' ') }),
  )
  .map(([path, captures]) => [...path, ...captures].join('\n'))
