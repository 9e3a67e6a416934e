/** Which of the files that somebody brings is the one that a lesson names: also when two have the same name. */
import { expect, test } from 'vitest'
import { chosen } from '../../src/ui/lessons/lessonApart.ts'

/** A file as a folder chosen whole gives it. */
function brought(path: string): File {
  const file = new File([], path.split('/').at(-1)!)
  Object.defineProperty(file, 'webkitRelativePath', { value: path })
  return file
}
const paths = (wanted: string[], files: (File | { name: string; url: string })[]) =>
  chosen(wanted, files).map(one => (one instanceof File ? one.webkitRelativePath : one?.url))

test('by its folder', () => {
  const files = ['mine/south/a.pcap', 'mine/north/a.pcap', 'mine/lesson.yaml'].map(brought)
  expect(paths(['north/a.pcap', 'south/a.pcap'], files)).toEqual(['mine/north/a.pcap', 'mine/south/a.pcap'])
})

test('by its name alone, when there is one of that name only', () => {
  expect(paths(['../lab/x/a.pcap', '../lab/x/b.pcap'], ['b.pcap', 'a.pcap'].map(brought))).toEqual(['a.pcap', 'b.pcap'])
})

test('in the order given, when nothing else tells them apart', () => {
  const served = ['./files/1/a.pcap', './files/2/a.pcap'].map(url => ({ name: 'a.pcap', url }))
  expect(paths(['north/a.pcap', 'south/a.pcap'], served)).toEqual(['./files/1/a.pcap', './files/2/a.pcap'])
})

test('undefined for what is not there', () => {
  expect(chosen(['a.pcap', 'keys/esp_sa'], [brought('a.pcap')]).map(one => one !== undefined)).toEqual([true, false])
})
