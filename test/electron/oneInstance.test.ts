/** A second start while the program runs: its files go to the first one, and it ends without a window. */
import { expect, test, vi } from 'vitest'

const seen = vi.hoisted(() => ({ calls: [] as string[], handed: undefined as unknown }))

vi.mock('electron', () => ({
  app: {
    isPackaged: false,
    getAppPath: () => '/nowhere',
    enableSandbox: () => {},
    setAppUserModelId: () => {},
    on: () => {},
    quit: () => void seen.calls.push('quit'),
    whenReady: () => {
      seen.calls.push('whenReady')
      return Promise.resolve()
    },
    requestSingleInstanceLock: (handed: unknown) => {
      seen.handed = handed
      return false
    },
  },
  protocol: { registerSchemesAsPrivileged: () => {} },
  BrowserWindow: class {
    constructor() {
      seen.calls.push('window')
    }
  },
  dialog: {},
  ipcMain: {},
  Menu: {},
  nativeImage: {},
  nativeTheme: {},
  screen: {},
  session: {},
}))

test('it hands its files over and ends', async () => {
  const argv = process.argv
  process.argv = ['electron', process.cwd(), 'captures/lab/v2_psk_ok/a.pcap']
  await import('../../electron/main.ts')
  process.argv = argv
  expect(seen.calls).toEqual(['quit'])
  expect(seen.handed).toEqual({ files: [expect.stringMatching(/captures.lab.v2_psk_ok.a\.pcap$/)] })
})
