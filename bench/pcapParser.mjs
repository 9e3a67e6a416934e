// What the npm package pcap-parser needs for handing out the packets of a file.
import { parse } from 'pcap-parser'

let packets = 0
const parser = parse(process.argv[2])
parser.on('packet', () => packets++)
parser.on('end', () => console.log(packets))
