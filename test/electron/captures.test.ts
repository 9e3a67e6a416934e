import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { channel } from '../../electron/bridge.ts'
import { type Captures, createCaptures, hearPage } from '../../electron/captures.ts'
import { createDragOut } from '../../electron/dragOut.ts'
import { declareScheme, servePage } from '../../electron/protocol.ts'
import { createShelf, type Shelf } from '../../src/shell/shelf.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-captures-'))
const a = join(folder, 'a.pcap')
const b = join(folder, 'b.pcap')
// Network Monitor 1 begins so.
writeFileSync(a, 'RTSS capture a')
writeFileSync(b, 'RTSS capture b')
const other = join(folder, 'keys.txt')
writeFileSync(other, 'secret')
afterAll(() => rmSync(folder, { recursive: true }))

/** A window that keeps what it is sent. */
function standIn() {
  const sent: { name: string; files: readonly { name: string }[] }[] = []
  const mainFrame = { url: 'ikescope://app/' }
  const webContents = {
    mainFrame,
    startDrag: (item: unknown) => void dragged.push(item),
    send: (name: string, files: readonly { name: string }[]) => void sent.push({ name, files }),
  }
  return { webContents, sent }
}

let shelf: Shelf
let captures: Captures
let window: ReturnType<typeof standIn> | null
let dialog: string[]
let documents: string[]
let menus: (readonly string[])[]
let dragged: unknown[]

beforeEach(async () => {
  rmSync(join(folder, 'recent.json'), { force: true })
  window = null
  dialog = []
  documents = []
  menus = []
  dragged = []
  shelf = await createShelf(join(folder, 'page'), join(folder, 'captures'))
  captures = createCaptures(shelf, {
    app: { addRecentDocument: path => void documents.push(path), clearRecentDocuments: () => void documents.splice(0) },
    dialog: { showOpenDialog: async () => ({ canceled: dialog.length === 0, filePaths: dialog }) } as never,
    recentPath: join(folder, 'recent.json'),
    window: () => window as never,
    recentChanged: list => void menus.push(list),
  })
})

describe('files opened from outside', () => {
  test('before there is a window they wait in session.json', () => {
    captures.open([a, b])
    expect(shelf.offer().files.map(file => file.name)).toEqual(['a.pcap', 'b.pcap'])
    expect(documents).toEqual([a, b])
  })

  test('afterwards the page is told as well', () => {
    window = standIn()
    captures.open([b])
    expect(window.sent).toEqual([{ name: channel.open, files: shelf.offer().files }])
    captures.open([])
    expect(window.sent.length).toBe(1)
  })

  test('are recent ones next time', async () => {
    captures.open([a])
    captures.dropped([b])
    const next = await createShelf(join(folder, 'page'), join(folder, 'captures'))
    createCaptures(next, {
      app: { addRecentDocument: () => {}, clearRecentDocuments: () => {} },
      dialog: {} as never,
      recentPath: join(folder, 'recent.json'),
      window: () => null,
    })
    expect(next.offer().recent.map(file => file.name)).toEqual(['b.pcap', 'a.pcap'])
    expect(next.offer().files).toEqual([])
  })

  test('are in the menu, until it is cleared: then they are nowhere', () => {
    captures.open([a])
    captures.open([b])
    expect(menus).toEqual([[a], [b, a]])
    captures.clearRecent()
    expect([menus.at(-1), documents, captures.recent(), shelf.offer().recent]).toEqual([[], [], [], []])
  })
})

describe('the open dialog', () => {
  test('puts out what was chosen and tells the page when the menu asked', async () => {
    window = standIn()
    dialog = [a]
    expect((await captures.choose()).map(file => file.name)).toEqual(['a.pcap'])
    expect(window.sent).toEqual([])
    await captures.chooseAndOpen()
    expect(window.sent.map(({ files }) => files.map(file => file.name))).toEqual([['a.pcap']])
  })

  test('dismissed changes nothing', async () => {
    window = standIn()
    captures.open([b])
    expect(await captures.choose()).toEqual([])
    expect(shelf.offer().files.map(file => file.name)).toEqual(['b.pcap'])
  })
})

describe('messages', () => {
  const handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>()
  const keep = (name: string, handler: never) => {
    handlers.set(name, handler)
  }
  beforeEach(() => {
    const dragOut = createDragOut(folder)
    hearPage({ handle: keep, on: keep } as never, { captures, dragOut, icon: 'icon' as never, window: () => window as never })
    window = standIn()
    dialog = [a]
  })

  test('of our page in our window are heard', async () => {
    const { webContents } = window!
    const event = { sender: webContents, senderFrame: webContents.mainFrame }
    expect(await handlers.get(channel.choose)!(event)).toMatchObject([{ name: 'a.pcap' }])
    expect(handlers.get(channel.opened)!(event, [other, b])).toMatchObject([null, { name: 'b.pcap', kept: expect.stringMatching(/json$/) }])
    expect(documents).toEqual([a, b])
    handlers.get(channel.dragOut)!(event, 'report.html', new TextEncoder().encode('<p>'))
    const [{ file }] = dragged as [{ file: string }]
    expect(dragged).toEqual([{ file: expect.stringMatching(/report\.html$/), icon: 'icon' }])
    expect(readFileSync(file, 'utf8')).toBe('<p>')
  })

  test('of anyone else are not', () => {
    const { webContents } = window!
    const other = standIn().webContents
    const strangers = [
      { sender: other, senderFrame: other.mainFrame },
      { sender: webContents, senderFrame: { url: 'ikescope://app/' } },
      { sender: webContents, senderFrame: null },
    ]
    for (const event of strangers) {
      expect(() => handlers.get(channel.choose)!(event)).toThrow('not from the page')
      expect(() => handlers.get(channel.opened)!(event, [b])).toThrow('not from the page')
      handlers.get(channel.dragOut)!(event, 'report.html', new Uint8Array(1))
    }
    expect(dragged).toEqual([])
    webContents.mainFrame.url = 'https://example.com/'
    expect(() => handlers.get(channel.choose)!({ sender: webContents, senderFrame: webContents.mainFrame })).toThrow('not from the page')
    expect(() => handlers.get(channel.opened)!({ sender: webContents, senderFrame: webContents.mainFrame }, [b])).toThrow('not from')
    window = null
    expect(() => handlers.get(channel.choose)!({ sender: webContents, senderFrame: webContents.mainFrame })).toThrow('not from the page')
    expect(documents).toEqual([])
  })

  test('that name no capture on the disk put nothing out', () => {
    const { webContents } = window!
    const event = { sender: webContents, senderFrame: webContents.mainFrame }
    const named = ['', 7, null, undefined, { path: a }, other, folder, 'a.pcap', join(folder, 'nothing.pcap'), `${a}\0`]
    expect(handlers.get(channel.opened)!(event, named)).toEqual(named.map(() => null))
    for (const said of [undefined, 'a.pcap', a, { length: 1, 0: a }]) expect(handlers.get(channel.opened)!(event, said)).toEqual([])
    expect([documents, shelf.offer().files, shelf.offer().recent]).toEqual([[], [], []])
  })
})

describe('our scheme', () => {
  test('is declared as good as https, and never past the policy', () => {
    let declared: unknown
    declareScheme({
      registerSchemesAsPrivileged: schemes => {
        declared = schemes
      },
    })
    expect(declared).toEqual([
      { scheme: 'ikescope', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true } },
    ])
  })

  test('answers for the files named, in part too, and for nothing else', async () => {
    let handle: (request: Request) => Promise<Response> = () => Promise.reject()
    servePage(
      {
        handle: (_, handler) => {
          handle = handler as typeof handle
        },
      },
      shelf,
    )
    const [file] = shelf.open([a])
    const at = (url: string, init?: RequestInit) => handle({ url, method: 'GET', headers: new Headers(), ...init } as Request)
    const whole = await at(`ikescope://app/${file!.url.slice(2)}`)
    expect([whole.status, await whole.text()]).toEqual([200, 'RTSS capture a'])
    expect(whole.headers.get('content-security-policy')).toContain("default-src 'none'")
    const part = await at(`ikescope://app/${file!.url.slice(2)}`, { headers: new Headers({ range: 'bytes=13-13' }) })
    expect([part.status, await part.text()]).toEqual([206, 'a'])
    expect((await at('ikescope://app/files/../../a.pcap')).status).toBe(404)
    expect((await at(`ikescope://other/${file!.url.slice(2)}`)).status).toBe(404)
    expect(await (await at('ikescope://app/session.json')).json()).toMatchObject({ files: [{ name: 'a.pcap' }] })
  })
})
