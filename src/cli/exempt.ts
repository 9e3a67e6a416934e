import { isIP } from 'node:net'
import { Mistake } from './mistake.ts'

/** What `--exempt` says in a command's help. */
export const EXEMPT_OPTION = '--exempt ADDR[,ADDR]   hosts that need no IPsec (domain controllers, DNS): IKE with them is a finding'

/** Takes every `--exempt ADDR[,ADDR]` and `--exempt=…` out of the arguments; the addresses as the report writes them. */
export function exemptHosts(args: readonly string[]): { readonly rest: string[]; readonly exempt: string[] } {
  const rest: string[] = []
  const exempt: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') return { rest: [...rest, ...args.slice(i)], exempt }
    if (arg !== '--exempt' && !arg.startsWith('--exempt=')) {
      rest.push(arg)
      continue
    }
    const list = arg === '--exempt' ? args[++i] : arg.slice('--exempt='.length)
    if (!list) throw new Mistake('--exempt takes addresses')
    exempt.push(...list.split(',').map(address))
  }
  return { rest, exempt }
}

function address(text: string): string {
  const version = isIP(text)
  if (version === 0) throw new Mistake(`--exempt takes addresses, and ${text} is none`)
  return version === 6 ? new URL(`http://[${text.split('%')[0]}]/`).hostname.slice(1, -1) : text
}
