/** The guide says what is so: its pictures are there, its names stand in the page, its commands give what it shows, its keys
 *  are the keys. `UPDATE=1` writes what the commands give and the table of keys anew; `npm run guide` takes the pictures. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { cut } from '../src/cli/commands/cut.ts'
import { ladder } from '../src/cli/commands/ladder.ts'
import { bindings } from '../src/ui/keys.ts'
import { things } from '../src/ui/takeaway/things.ts'
import { scratch } from './support/scratch.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const path = join(root, 'docs/user-guide.md')
const guide = () => readFileSync(path, 'utf8')
const runnable = { cut, ladder }
const folder = scratch()

test('every picture is there, is shown, and is taken by the script', () => {
  const shown = [...guide().matchAll(/!\[[^\]]+\]\(pictures\/([^)]+)\)/g)].map(([, name]) => name!).sort()
  expect(readdirSync(join(root, 'docs/pictures')).sort()).toEqual(shown)
  const script = readFileSync(join(root, 'docs/guide.mjs'), 'utf8')
  const taken = [...script.matchAll(/name: '([\w-]+)',\s*files/g)].map(([, name]) => `${name}.png`)
  expect([...taken, 'report.png'].sort()).toEqual(shown)
})

test('the filter that it advises is the one that the finding, the handbook and the lesson advise', () => {
  const all = ['docs/user-guide.md', 'src/trace/findings/capture/captureFilter.ts', 'src/handbook/recording.ts']
  const lesson = 'captures/lessons/24-blame-the-capture.yaml'
  const advised = [...all, lesson].map(file => {
    const text = readFileSync(join(root, file), 'utf8').replace(/\s+/g, ' ')
    return /udp port 500 or udp port 4500[^`"']*/.exec(text)?.[0]
  })
  expect(advised).toEqual(Array(4).fill('udp port 500 or udp port 4500 or esp or ah or icmp or ip[6:2] & 0x1fff != 0'))
})

test('what it names in bold stands in the page', () => {
  const texts = readdirSync(join(root, 'src/ui'), { recursive: true, encoding: 'utf8' })
    .concat(
      ['host', 'text'].flatMap(place => readdirSync(join(root, 'src', place), { encoding: 'utf8' }).map(name => `../${place}/${name}`)),
    )
    .filter(name => /\.tsx?$/.test(name))
    .map(name => readFileSync(join(root, 'src/ui', name), 'utf8'))
    .join('\n')
  const named = [...guide().matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name!)
  expect(named.length).toBeGreaterThan(20)
  expect([...new Set(named)].filter(name => !texts.includes(name))).toEqual([])
})

test('it speaks of every command, and of everything in the Export menu', () => {
  const commands = readdirSync(join(root, 'src/cli/commands')).map(name => name.replace('.ts', ''))
  expect(commands.filter(name => !guide().includes(`ikescope ${name}`))).toEqual([])
  expect(things.filter(({ name }) => !guide().includes(`| **${name}** |`))).toEqual([])
})

test('its commands give what it shows', async () => {
  const blocks = [...guide().matchAll(/```console\n\$ ikescope (\w+) (.*)\n([\s\S]*?)```/g)]
  expect(blocks.length).toBeGreaterThan(1)
  let text = guide()
  for (const [block, name, args] of blocks) {
    let said = ''
    const write = async (piece: string) => {
      said += piece
    }
    const out = { write, line: (piece = '') => write(`${piece}\n`) }
    const placed = args!
      .split(' ')
      .map(arg => (arg.startsWith('captures/') ? join(root, arg) : arg.endsWith('.pcapng') ? join(folder, arg) : arg))
    await runnable[name as keyof typeof runnable].run(placed, out)
    text = text.replace(block!, () => `\`\`\`console\n$ ikescope ${name} ${args}\n${said.replaceAll(`${folder}/`, '').trimEnd()}\n\`\`\``)
  }
  held(text)
})

test('its keys are the keys', () => {
  const rows = bindings.map(({ shown, does }) => `| ${shown.map(key => `\`${key}\``).join(' ')} | ${does} |`)
  const table = ['<!-- keys -->', '| key | what it does |', '|---|---|', ...rows, '<!-- /keys -->'].join('\n')
  held(guide().replace(/<!-- keys -->[\s\S]*<!-- \/keys -->/, () => table))
})

function held(text: string): void {
  if (process.env.UPDATE) writeFileSync(path, text)
  expect(guide()).toBe(text)
}
