import type { FileChooser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { captures, choose } from './support/page.ts'
import { stage } from './support/stage.ts'

// Whatever can be pressed looks so and says what it does; nothing happens without being told.

const cut = 'lab/v1_cert_fragdrop_both'
const both = [`${cut}/a.pcap`, `${cut}/b.pcap`]
const show = stage()
let page: Page

async function start(...files: readonly string[]): Promise<void> {
  page = await show()
  await choose(page, ...files)
  await page.getByRole('option', { name: /^MM1/ }).first().waitFor()
}

const told = (words: string | RegExp) => page.locator('.told').getByText(words)
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)

describe('what was taken away', () => {
  test('is told with its name, and the focus stays where it was', async () => {
    await start(...both)
    await page.keyboard.press('e')
    await page.getByRole('menuitem', { name: 'Ladder as a drawing' }).click()
    await told('Ladder as a drawing: a-b.ladder.svg saved to your downloads').waitFor()
    await expect.poll(focused).toMatch(/^Both ends of /)
  })

  test('E and Enter, and the report is saved', async () => {
    await start(...both)
    await page.keyboard.press('e')
    await page.getByRole('menuitem', { name: 'Report' }).waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem')
    await page.keyboard.press('Enter')
    await told('Report: a-b.report.html saved to your downloads').waitFor()
  })

  test('E before a room: the menu hangs from its button, which is there as long', async () => {
    await start('lab/v1_main_psk_ok/a.pcap')
    await page.keyboard.press('p')
    const button = page.locator('[data-tool=export]')
    await button.waitFor({ state: 'hidden' })
    await page.keyboard.press('e')
    const menu = (await page.getByRole('menu', { name: 'Export' }).boundingBox())!
    const from = (await button.boundingBox())!
    expect(menu.x + menu.width).toBeGreaterThan(from.x)
    expect(menu.y).toBeGreaterThan(from.y)
    await page.keyboard.press('Escape')
    await button.waitFor({ state: 'hidden' })
    await page.keyboard.press('ArrowDown')
    await page.locator('.row.on').waitFor()
  })

  test('of several files each by itself, also to those who do not see it, while the sheet is open', async () => {
    await start(...both)
    await page.keyboard.press('e')
    await page.getByRole('menuitem', { name: 'Packets that matter' }).click()
    await told('Packets that matter: 2 files are ready to save').waitFor()
    await page.getByRole('button', { name: 'Save a.cut.pcapng' }).click()
    await told('a.cut.pcapng saved to your downloads').waitFor()
    await page.getByRole('button', { name: 'Saved a.cut.pcapng' }).waitFor()
    await page.getByRole('button', { name: 'Save b.cut.pcapng' }).waitFor()
    expect(await page.locator('.told').evaluate(element => element.closest('[aria-hidden=true],[inert]'))).toBeNull()
  })

  test('or not made: why, until it is closed', async () => {
    await start('lab/v1_main_psk_ok/a.pcap')
    await page.evaluate(() => {
      URL.createObjectURL = () => {
        throw new Error('no room left')
      }
    })
    await page.keyboard.press('e')
    await page.getByRole('menuitem', { name: 'Ladders as text' }).click()
    await page.getByRole('alert').getByText('Ladders as text was not made: no room left').waitFor()
    expect(await page.locator('.told').textContent()).toBe('')
  })

  test('or not copied, for the clipboard is shut', async () => {
    await start('lab/v1_main_psk_ok/a.pcap')
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    })
    await page.getByRole('option', { name: /^MM1/ }).first().click()
    await page.getByRole('treeitem', { name: /Initiator Cookie/ }).click()
    await page.getByRole('button', { name: 'hex', exact: true }).click()
    await page.getByRole('alert').getByText('Hex was not copied: the clipboard could not be reached').waitFor()
  })
})

describe('both ends', () => {
  const asked = () => page.getByRole('dialog', { name: 'One of the two is chosen' })
  const withoutPicker = () => {
    delete (window as { showOpenFilePicker?: unknown }).showOpenFilePicker
  }
  /** The dialogs for files that came so far; somebody listens all the time, so that none opens by itself. */
  let dialogs: FileChooser[]
  const begin = async () => {
    page = await show({}, {}, withoutPicker)
    dialogs = []
    page.on('filechooser', one => dialogs.push(one))
    await page.getByRole('button', { name: 'Open both ends' }).waitFor()
  }
  const choosing = async (press: () => Promise<unknown>, ...names: readonly string[]) => {
    const before = dialogs.length
    await press()
    await expect.poll(() => dialogs.length, { timeout: 10_000 }).toBe(before + 1)
    await dialogs.at(-1)!.setFiles(names.map(name => captures + name))
  }

  test('with one of two chosen, the other one is asked for', async () => {
    await begin()
    await choosing(() => page.getByRole('button', { name: 'Open both ends' }).click(), both[0]!)
    await asked().getByText('a.pcap', { exact: true }).waitFor()
    await choosing(() => page.getByRole('button', { name: 'Choose the other end…' }).click(), both[1]!)
    await page.getByRole('button', { name: 'Both ends', pressed: true }).waitFor()
    expect(await asked().count()).toBe(0)
  })

  test('one alone will do; the same one twice will not; Escape opens nothing', async () => {
    await begin()
    await choosing(() => page.getByRole('button', { name: 'Open both ends' }).click(), both[0]!)
    await asked().waitFor()
    await page.keyboard.press('Escape')
    await asked().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Open both ends' }).and(page.locator(':focus')).waitFor()
    await choosing(() => page.keyboard.press('Enter'), both[0]!)
    await asked().waitFor()
    await choosing(() => page.getByRole('button', { name: 'Choose the other end…' }).click(), both[0]!)
    await page.getByRole('button', { name: 'Open this one alone' }).click()
    await page.getByRole('button', { name: 'Ladder', pressed: true }).waitFor()
    await page.getByRole('button', { name: 'Both ends', disabled: true }).waitFor()
  })

  test('the place for the other end asks for it; so does its key', async () => {
    await begin()
    await choose(page, both[0]!)
    await choosing(() => page.getByRole('button', { name: 'Add the other end' }).click())
    await page.getByRole('option', { name: /^MM1/ }).first().waitFor()
    await choosing(() => page.keyboard.press('b'), both[1]!)
    await page.getByRole('button', { name: 'Both ends', pressed: true }).waitFor()
  })
})

test('a key that has nothing to do says why', async () => {
  await start('lab/v1_main_psk_ok/a.pcap')
  for (const [key, says] of [
    ['2', 'Both ends: add the capture of the other end first'],
    ['d', 'What differs between the ends is known once both are open'],
    ['n', 'Choose a message first'],
    ['h', 'Choose a message first'],
  ] as const) {
    await page.keyboard.press(key)
    await told(says).waitFor()
  }
  await page.keyboard.press('5')
  await page.locator('[data-packet="3"]').click()
  await page.keyboard.press('h')
  await told('Only rows of the ladder can be hidden').waitFor()
})

test('D on a packet that never came says that there is nothing to compare', async () => {
  await start(...both)
  await page.keyboard.press('g')
  await page.keyboard.type('A8')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'A8', pressed: true }).waitFor()
  await page.keyboard.press('d')
  await told('It left A and never came to B: there is nothing to compare').waitFor()
})

test('what is missing in what is searched for is said, and marked by Enter', async () => {
  await start('lab/v1_main_psk_ok/a.pcap')
  await page.keyboard.press('/')
  for (const [text, part, says] of [
    ['MM5 or', 'or', '“or” stands between two things'],
    ['"MM5', '"MM5', 'this quote is not closed'],
  ] as const) {
    await page.getByRole('combobox').fill(text)
    await page.locator('.seek-read', { hasText: says }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText(says).waitFor()
    expect(await page.locator('.seek-wrong mark').textContent()).toBe(part)
  }
})

test('the way to the next finding can be pressed, too', async () => {
  await start(...both)
  await page.getByRole('button', { name: 'Next F', exact: true }).click()
  await page.getByRole('button', { name: /^Every later fragment/, pressed: true }).waitFor()
})

test('a tool says what it does, and its key, to the keyboard too', async () => {
  await start('lab/v1_main_psk_ok/a.pcap')
  await page.getByRole('button', { name: 'Export' }).focus()
  await page.keyboard.press('Tab')
  await page.getByRole('tooltip').getByText('Search messages').waitFor()
  await page.keyboard.press('Shift+Tab')
  expect(await page.getByRole('tooltip').textContent()).toMatch(/^Export.*E$/)
})

test.each([
  [1280, 1, true],
  [1440, 1, true],
  [1920, 1, true],
  [1280, 2, false],
  [1920, 2, false],
])('at %i px and a text size of %i the bar is whole, its tools with words: %s', async (width, size, words) => {
  page = await show({}, { viewport: { width, height: 800 } })
  await choose(page, ...both)
  await page.getByRole('option', { name: /^MM1/ }).first().waitFor()
  for (let i = 1; i < size; i += 0.1) await page.keyboard.press('+')
  await page.waitForFunction(size => getComputedStyle(document.documentElement).getPropertyValue('--u') === `${size}px`, size)
  expect(await page.getByText('Search', { exact: true }).isVisible()).toBe(words)
  const cutOff = await page.locator('header.bar').evaluate(bar => {
    const edge = bar.getBoundingClientRect()
    const all = Array.from(bar.querySelectorAll('button, b, .clocks > span'), one => ({ one, box: one.getBoundingClientRect() }))
    // A third of a pixel is enough for an ellipsis.
    const needs = (one: Element) => {
      const range = document.createRange()
      range.selectNodeContents(one)
      return range.getBoundingClientRect().width
    }
    return all
      .filter(({ one, box }) =>
        (one.tagName === 'B' && needs(one) > box.width + 0.1) ||
        (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
          ? true
          : box.right > edge.right || box.left < edge.left,
      )
      .map(({ one }) => one.textContent)
  })
  expect(cutOff).toEqual([])
})
