/** What was dropped on the window: files, folders, and both together. */
import { afterEach, expect, test, vi } from 'vitest'
import { droppedFiles } from '../../src/ui/choosing.ts'

const capture = new File([], 'a.pcap')
const keys = new File([], 'ikev1_decryption_table')
const lying = (file: File) => ({ kind: 'file', name: file.name, getFile: async () => file })
const folder = (...files: File[]) => ({
  kind: 'directory',
  name: 'keys-a',
  async *values() {
    yield* files.map(lying)
  },
})

/** A drop as Chromium tells of it: a folder is among the files too, and only its handle says what it is. */
function dropped(...handles: (ReturnType<typeof lying> | ReturnType<typeof folder>)[]): DataTransfer {
  return {
    files: handles.map(handle => ('getFile' in handle ? capture : new File([], handle.name))),
    items: handles.map(handle => ({ kind: 'file', getAsFileSystemHandle: async () => handle })),
  } as unknown as DataTransfer
}

const names = async (...handles: Parameters<typeof dropped>) => (await droppedFiles(dropped(...handles))).sources.map(({ name }) => name)

afterEach(() => vi.unstubAllGlobals())

test('files and what lies in the folders beside them', async () => {
  vi.stubGlobal('window', {})
  expect(await names(folder(keys), lying(capture))).toEqual(['a.pcap', 'ikev1_decryption_table'])
  expect(await names(folder(keys))).toEqual(['ikev1_decryption_table'])
  // The files can be opened again where each has a handle.
  const alone = lying(capture)
  expect(await droppedFiles(dropped(alone))).toEqual({ sources: [capture], handles: [alone] })
})

test('in the program files have their places, also beside a folder', async () => {
  const opened = vi.fn(async (files: File[]) => files.map(({ name }) => ({ name, url: 'x/1' })))
  vi.stubGlobal('window', { ikescope: { opened } })
  expect((await droppedFiles(dropped(folder(keys), lying(capture)))).sources).toEqual([{ name: 'a.pcap', url: 'x/1' }, keys])
  expect(opened).toHaveBeenCalledWith([capture])
})
