/** A request that comes once more behind its answer: one capture at whoever answers notes that the answer seems not to have arrived. */
import { expect, test } from 'vitest'
import { sayV2 } from '../../support/trace/phrases.ts'
import { atB, noted, type Story, said, story } from '../../support/trace/story.ts'

const v2 = sayV2()
const pings = (told: Story) => told.esp('a', 0xc0ffee01, 1).esp('b', 0xc0ffee02, 1)

test.each<[string, Story, string[]]>([
  ['the first answer', atB().a(v2.init).b(v2.initAnswer).wait(2).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer), ['ike-loss']],
  ['the last one', pings(atB().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(2).a(v2.auth).b(v2.authAnswer)), ['ike-loss']],
  ['near miss: the copy crosses the answer', atB().a(v2.init).b(v2.initAnswer).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer), []],
  [
    'near miss: captured at whoever asks',
    pings(story().a(v2.init).b(v2.initAnswer).wait(2).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)),
    [],
  ],
  ['near miss: nobody goes on', atB().a(v2.init).b(v2.initAnswer).wait(2).a(v2.init).b(v2.initAnswer), []],
])('%s', (_, told, notes) => expect([said(told), noted(told)]).toEqual([[], notes]))
