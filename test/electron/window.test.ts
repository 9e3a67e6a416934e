/** What the window remembers, offers in its menu, gives away and does when its page dies; Electron stood in for. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createDragOut, plainName } from '../../electron/dragOut.ts'
import { gather } from '../../electron/gather.ts'
import { menuOf } from '../../electron/menu.ts'
import { rescue } from '../../electron/rescue.ts'
import { fill, windowOptions } from '../../electron/window.ts'
import { keepWindowState, loadWindowState, placeOf } from '../../electron/windowState.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-window-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('where it stood', () => {
  const file = join(folder, 'user/window.json')
  const screens = [
    { x: 0, y: 25, width: 1920, height: 1055 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ]

  test('is kept when it closes and taken again', () => {
    let close = () => {}
    const bounds = { x: 2000, y: 40, width: 1100, height: 800 }
    keepWindowState(
      { on: (_: string, listener: () => void) => (close = listener), getNormalBounds: () => bounds, isMaximized: () => true } as never,
      file,
    )
    close()
    expect(loadWindowState(file)).toEqual({ bounds, maximized: true })
    expect(placeOf(loadWindowState(file), screens)).toEqual(bounds)
    expect(windowOptions('/p', true, bounds)).toMatchObject(bounds)
  })

  test('is forgotten when no screen shows it any more, but not its size', () => {
    const kept = (x: number, y: number) => placeOf({ bounds: { x, y, width: 1000, height: 700 } }, screens)
    expect(kept(1900, 100)).toEqual({ x: 1900, y: 100, width: 1000, height: 700 })
    for (const [x, y] of [
      [3150, 100],
      [-950, 100],
      [100, 1070],
      [100, -300],
    ] as const)
      expect([x, y, kept(x, y)]).toEqual([x, y, { width: 1000, height: 700 }])
    expect(placeOf({ bounds: { x: 0, y: 25, width: 10, height: 10 } }, screens)).toEqual({ x: 0, y: 25, width: 900, height: 600 })
    expect(placeOf({}, screens)).toEqual({})
  })

  test.each([
    '',
    '{',
    '[]',
    '{"bounds":{"x":1}}',
    '{"bounds":{"x":1,"y":2,"width":"3","height":4}}',
    '{"bounds":{"x":1,"y":2,"width":-3,"height":4}}',
    'null',
  ])('is nothing when the file says %j', text => {
    const other = join(folder, 'other.json')
    writeFileSync(other, text)
    expect(loadWindowState(other).bounds).toBeUndefined()
  })

  test('a maximized window is shown maximized, and only when there is something to show', () => {
    const done: string[] = []
    const contents = { on: () => {}, setWindowOpenHandler: () => {} }
    let ready = () => {}
    const window = {
      webContents: contents,
      once: (_: string, listener: () => void) => (ready = listener),
      loadURL: () => {},
      show: () => done.push('show'),
      maximize: () => done.push('maximize'),
    }
    fill(window as never, true)
    expect(done).toEqual([])
    ready()
    expect(done).toEqual(['maximize', 'show'])
  })
})

describe('the menu', () => {
  const asked: unknown[] = []
  const actions = {
    open: () => void asked.push('open'),
    openRecent: (path: string) => void asked.push(path),
    clearRecent: () => void asked.push('clear'),
    command: (name: string) => void asked.push(name),
  }
  type Item = { label?: string; role?: string; enabled?: boolean; submenu?: Item[]; click?: () => void }
  const labelled = (items: Item[], label: string) => items.find(item => item.label === label)!

  test.each(['darwin', 'linux', 'win32'])('of %s: opens, opens again, forgets, helps', platform => {
    asked.length = 0
    const menu = menuOf(platform, ['/x/a & b.pcap', '/y/c.pcap'], actions) as Item[]
    const file = labelled(menu, '&File').submenu!
    labelled(file, 'Open captures…').click!()
    const recent = labelled(file, 'Open recent').submenu!
    labelled(recent, 'a && b.pcap').click!()
    labelled(recent, 'Clear').click!()
    for (const item of labelled(menu, '&Help').submenu!) item.click!()
    expect(asked).toEqual(['open', '/x/a & b.pcap', 'clear', 'handbook', 'glossary', 'keys'])
    expect(menu.some(item => item.role === 'appMenu')).toBe(platform === 'darwin')
    expect(file.at(-1)!.role).toBe(platform === 'darwin' ? 'close' : 'quit')
  })

  test('with nothing opened yet, and tools for developers only while developing', () => {
    const recent = labelled(labelled(menuOf('linux', [], actions) as Item[], '&File').submenu!, 'Open recent')
    expect(recent.submenu).toEqual([{ label: 'None yet', enabled: false }])
    const roles = (developing: boolean) =>
      labelled(menuOf('linux', [], actions, developing) as Item[], '&View').submenu!.map(item => item.role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('toggleDevTools')
  })
})

describe('dragged out', () => {
  test('a file that the page made lies where only the user can read it, until the end', () => {
    const dragOut = createDragOut(folder)
    const path = dragOut.write('a.pcap report.html', new TextEncoder().encode('hello'))!
    expect(basename(path)).toBe('a.pcap report.html')
    expect(readFileSync(path, 'utf8')).toBe('hello')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(dragOut.write('a.pcap report.html', new Uint8Array(1))).not.toBe(path)
    dragOut.clear()
    expect(existsSync(path)).toBe(false)
  })

  test.each(['../../x.html', '/etc/x.html', 'C:\\x\\x.html', '..\\x.html', 'x\0.html', '<img src=x>.html', ' ..x.html'])(
    '%j stays a name in its own folder',
    name => {
      const dragOut = createDragOut(folder)
      const path = dragOut.write(name, new Uint8Array(1))!
      expect(path.startsWith(folder)).toBe(true)
      expect(basename(path)).toMatch(/^[\w. -]*x[\w. -]*\.html$/)
      dragOut.clear()
    },
  )

  test('what is no such file is not written', () => {
    const dragOut = createDragOut(folder)
    for (const [name, bytes] of [
      ['x.exe', new Uint8Array(1)],
      ['x.html.desktop', new Uint8Array(1)],
      ['.html', new Uint8Array(1)],
      [7, new Uint8Array(1)],
      ['x.html', 'text'],
      ['x.html', null],
    ])
      expect(dragOut.write(name, bytes)).toBeUndefined()
    expect(['a.anonymised.pcap', 'a.cut.pcapng', 'a-b.ladder.png', 'do-not-share.replaced.json'].map(plainName)).not.toContain(undefined)
    expect(plainName(`${'a'.repeat(300)}.html`)!.length).toBe(120)
  })
})

test('files that come one after the other are opened together', () => {
  vi.useFakeTimers()
  const opened: (readonly string[])[] = []
  const open = gather(paths => void opened.push(paths), 300)
  open(['a'])
  vi.advanceTimersByTime(200)
  open(['b', 'a'])
  vi.advanceTimersByTime(299)
  expect(opened).toEqual([])
  vi.advanceTimersByTime(1)
  open([])
  vi.advanceTimersByTime(300)
  open(['c'])
  vi.advanceTimersByTime(300)
  expect(opened).toEqual([['a', 'b'], ['c']])
  vi.useRealTimers()
})

describe('a page that died', () => {
  const dying = async (reason: string, response: number) => {
    const done: string[] = []
    let died: (event: object, details: { reason: string }) => Promise<void> = async () => {}
    const webContents = { on: (_: string, listener: typeof died) => (died = listener), reload: () => done.push('reload') }
    const dialog = {
      showMessageBox: async (_: unknown, { detail }: { detail: string }) => {
        done.push(detail.split('.')[0]!)
        return { response }
      },
    }
    rescue({ webContents, destroy: () => done.push('destroy') } as never, dialog as never)
    await died({}, { reason })
    return done
  }
  test('is begun again, or the program ends; a page that was closed is not missed', async () => {
    expect(await dying('oom', 0)).toEqual(['It ran out of memory', 'reload'])
    expect(await dying('crashed', 1)).toEqual(['The system says: crashed', 'destroy'])
    expect(await dying('clean-exit', 0)).toEqual([])
  })
})
