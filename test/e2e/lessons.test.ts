/** One lesson from its first step to its end, in the browser, by keyboard; and a trainer's own, dropped with its captures. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captures, drop, launch, view } from './support/page.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const bytes = (name: string) => readFileSync(join(captures, name))
const recording = 'lab/v1_cert_fragdrop_both'
const files = {
  'files/1/08-fragments-dropped.yaml': { bytes: bytes('lessons/08-fragments-dropped.yaml') },
  'files/2/a.pcap': { bytes: bytes(`${recording}/a.pcap`) },
  'files/3/b.pcap': { bytes: bytes(`${recording}/b.pcap`) },
}
const lesson = {
  name: '08-fragments-dropped.yaml',
  title: 'Certificates too large for one packet',
  symptom: 'Since they use certificates, no tunnel comes up',
  scenario: 'F2',
  steps: 6,
  files: Object.keys(files).map(url => ({ name: url.split('/').at(-1), url: `./${url}` })),
}

test('from the start screen to the end', async () => {
  const { page, complaints, close } = await view(browser, { session: { files: [], examples: [], lessons: [lesson] }, files })
  const place = page.locator('.lesson-place')
  const text = () => page.getByLabel('Lesson', { exact: true }).innerText()
  await page.getByRole('button', { name: /no tunnel comes up/ }).click()
  await place.getByText('Step 1 of 6').waitFor()
  expect(await page.getByText('Root cause').count()).toBe(0)

  // What it is about is not said before it is found.
  expect(await text()).toContain('Since they use certificates')
  expect(await page.getByText('Certificates too large').count()).toBe(0)

  // Of N and P the lesson's are those without Shift.
  await page.getByRole('button', { name: 'More' }).click()
  expect(await page.getByRole('menuitem', { name: 'Present to a room' }).innerText()).toMatch(/Shift P$/)
  expect(await page.getByRole('menuitem', { name: 'Go to packet' }).innerText()).toMatch(/\nG$/)
  await page.keyboard.press('Escape')

  // A number is the answer, wherever the focus is, and no view.
  await page.locator('.lesson-title').click()
  await page.keyboard.type('1500')
  expect(await page.getByRole('textbox').inputValue()).toBe('1500')
  expect(await page.getByRole('button', { name: 'Ladder', exact: true, pressed: true }).count()).toBe(1)
  await page.keyboard.press('Enter')
  await page.getByText('There are more.').waitFor()
  await page.getByRole('button', { name: 'A hint' }).click()
  expect(await text()).toContain('The ladder says it beside the arrow.')
  await page.getByRole('textbox').fill('2,348')
  await page.keyboard.press('Enter')
  await page.getByText('Right.').waitFor()

  // The field keeps no key to itself once it is answered.
  await page.getByRole('button', { name: /^Next/ }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('n')
  await place.getByText('Step 2 of 6').waitFor()
  await page.locator('.inspector').getByText('Fragment Offset').first().waitFor()
  await page.getByRole('button', { name: 'Show the answer' }).click()
  await page.getByText('185 times 8 is 1,480.').waitFor()

  await page.keyboard.press('PageDown')
  await place.getByText('Step 3 of 6').waitFor()
  await page.getByRole('button', { name: /It is A7/ }).waitFor()
  await page.locator('.lesson-title').click()
  await page.keyboard.press(' ')
  await page.getByText('It is not A7.').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: /It is A8/ }).waitFor()
  await page.keyboard.press(' ')
  await page.getByText('A8, the second fragment.').waitFor()
  await page.keyboard.press(' ')
  await place.getByText('Step 4 of 6').waitFor()
  await page.keyboard.press('p')
  await place.getByText('Step 3 of 6').waitFor()

  await page.keyboard.press('n')
  await page.getByRole('button', { name: 'A filter that looks at ports' }).click()
  await page.keyboard.press('n')
  await page.getByRole('button', { name: 'To A, with ICMP' }).click()
  await page.getByLabel('What ikescope says').waitFor()
  expect(await text()).toContain('Every later fragment')
  await page.keyboard.press('n')
  await page.getByRole('button', { name: /Let fragments pass/ }).click()
  await page.keyboard.press('n')
  await page.getByText('You found 5 of 6 answers yourself.').waitFor()

  await page.getByRole('button', { name: 'Look at the findings' }).click()
  await page.getByText('Root cause').waitFor()
  await page.reload()
  const done = page.getByRole('button', { name: /^Certificates too large for one packet\s*done$/ })
  await done.click()
  await place.getByText('Step 1 of 6').waitFor()
  await page.reload()
  await done.waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('N leads to each question before it goes past it; a choice and a number are answered by keys alone', async () => {
  const { page, complaints, close } = await view(browser, { session: { files: [], examples: [], lessons: [lesson] }, files })
  const place = page.locator('.lesson-place')
  await page.getByRole('button', { name: /no tunnel comes up/ }).click()
  await place.getByText('Step 1 of 6').waitFor()
  await page.keyboard.press('n')
  await page.getByText('The question is not answered yet.').waitFor()
  expect(await place.innerText()).toContain('Step 1')
  await page.getByRole('textbox').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('2348')
  await page.keyboard.press('Enter')
  await page.getByText('Right.').waitFor()
  expect(await page.getByText('The question is not answered yet.').count()).toBe(0)
  await page.keyboard.press('n')
  await place.getByText('Step 2 of 6').waitFor()

  // Whoever wants to leave a question out presses N again, also from within its field.
  await page.keyboard.press('n')
  await page.getByText('The question is not answered yet.').waitFor()
  await page.keyboard.press('n')
  await place.getByText('Step 3 of 6').waitFor()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await place.getByText('Step 4 of 6').waitFor()
  await page.keyboard.press('n')
  const option = (name: string) => page.getByRole('button', { name })
  await page.locator('.options li:first-child button:focus').waitFor()
  while (!(await option('A filter that looks at ports').evaluate(one => one === document.activeElement)))
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('.asked .said').waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('a lesson that was dropped with its captures; one with a mistake says where', async () => {
  const { page, complaints, close } = await view(browser)
  const own = `title: Mine\nscenario: N4\ncaptures: mine.pcap\nsteps:\n  - text: Look.\n    look: A3\n`
  const capture = { name: 'mine.pcap', bytes: bytes('lab/v1_resp_not_running/a.pcap') }
  await drop(page, '#page', [{ name: 'lesson.yaml', bytes: Buffer.from(own.replace('look: A3', 'look: 3')) }, capture])
  await page.getByText('line 6: "3" names no packet').waitFor()
  await drop(page, '#page', [{ name: 'lesson.yaml', bytes: Buffer.from(own) }])
  await page.getByText('it needs mine.pcap').waitFor()
  await drop(page, '#page', [{ name: 'lesson.yaml', bytes: Buffer.from(own) }, capture])
  await page.locator('.lesson-place').getByText('Step 1 of 1').waitFor()
  expect(await page.getByText('Root cause').count()).toBe(0)
  await page.getByRole('button', { name: 'Leave the lesson' }).click()
  await page.getByText('Root cause').waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('shown to a room, a step about a field has the whole ladder and whole lines of bytes', async () => {
  const served = Object.fromEntries([
    ['l/12.yaml', { bytes: bytes('lessons/12-changed-on-the-way.yaml') }],
    ...['a.pcap', 'b.pcap'].map(name => [`l/${name}`, { bytes: bytes(`lab/v1_nocsum_corrupt/${name}`) }] as const),
  ])
  const offered = {
    ...{ name: '12.yaml', title: 'Changed on the way', scenario: 'T2', steps: 5 },
    files: Object.keys(served).map(url => ({ name: url.slice(2), url: `./${url}` })),
  }
  const { page, close } = await view(browser, { session: { files: [], examples: [], lessons: [offered] }, files: served })
  await page.getByRole('button', { name: /Changed on the way/ }).click()
  for (const step of [2, 3, 4]) {
    await page.locator('.lesson-nav button').last().click()
    await page.locator('.lesson-place').getByText(`Step ${step} of 5`).waitFor()
  }
  await page.locator('.lesson-title').click()
  await page.keyboard.press('Shift+P')
  await page.locator('.presenting .field-words').waitFor()
  const cut = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.heads, .heads h2, .rungs > .tall, .hex, .hexpair')].flatMap(element =>
        element.scrollWidth > element.clientWidth + 1 ? [`${element.className} ${element.textContent}`] : [],
      ),
    )
  await expect.poll(cut).toEqual([])
  await page.keyboard.press('d')
  await page.locator('.hexpair').waitFor()
  expect(await cut()).toEqual([])
  await page.setViewportSize({ width: 1024, height: 560 })
  const onTop = (all: Element[]) =>
    all.every(button => {
      const { left, top, width, height } = button.getBoundingClientRect()
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })
  await page.locator('.low .lesson-nav').waitFor()
  expect(await page.locator('.lesson-nav button').evaluateAll(onTop)).toBe(true)
  await close()
})

const main = 'lab/v1_main_psk_ok'
const first = ['a.pcap', 'b.pcap', 'keys-a/ikev1_decryption_table', 'keys-a/esp_sa'].map(name => `${main}/${name}`)
test.each([
  [1280, 800],
  [1024, 700],
])('at %i × %i the field that a step is about is whole, with the first of what is in it', async (width, height) => {
  const served = Object.fromEntries([
    ['l/01.yaml', { bytes: bytes('lessons/01-main-and-quick-mode.yaml') }],
    ...first.map(name => [`l/${name.split('/').at(-1)}`, { bytes: bytes(name) }] as const),
  ])
  const offered = {
    ...{ name: '01.yaml', title: 'Main mode and quick mode', scenario: 'N1', steps: 7 },
    files: Object.keys(served).map(url => ({ name: url.slice(2), url: `./${url}` })),
  }
  const { page, close } = await view(
    browser,
    { session: { files: [], examples: [], lessons: [offered] }, files: served },
    { viewport: { width, height } },
  )
  await page.getByRole('button', { name: /Main mode and quick mode/ }).click()
  await page.locator('.lesson-place').getByText('Step 1 of 7').waitFor()
  await page.keyboard.press('n')
  await page.locator('.field-words').waitFor()
  const inside = (path: string) =>
    page.evaluate(end => {
      const tree = document.querySelector('[role=tree]')!.getBoundingClientRect()
      const box = document.querySelector(`[role=treeitem][data-path$="${end}"]`)?.getBoundingClientRect()
      return box !== undefined && box.top >= tree.top - 1 && box.bottom <= tree.bottom + 1
    }, path)
  await expect.poll(() => inside('Proposal/Transform')).toBe(true)
  await expect.poll(() => inside('Proposal/Transform/Next Payload')).toBe(true)
  await close()
})

test('a count that a step asks for is not told beside the message before it is found', async () => {
  const { page, complaints, close } = await view(browser)
  const recorded = 'lab/v1_resp_firewalled'
  await drop(page, '.dropz', [
    { name: '02-silent-responder.yaml', bytes: bytes('lessons/02-silent-responder.yaml') },
    { name: 'a.pcap', bytes: bytes(`${recorded}/a.pcap`) },
    { name: 'b.pcap', bytes: bytes(`${recorded}/b.pcap`) },
  ])
  const head = page.locator('.ins-head h2')
  await head.getByText('1st copy, from initiator').waitFor()
  expect(await head.innerText()).not.toContain('6')
  await page.getByRole('textbox').fill('6')
  await page.keyboard.press('Enter')
  await head.getByText('1st of 6 copies, from initiator').waitFor()
  expect(complaints).toEqual([])
  await close()
}, 60_000)
