// Paging on a slow line: a page that takes its time is asked for once, so that no key is left lying at the prompt.
import { expect, test } from 'vitest'
import { collect } from './collect-one.ts'
import { FAST } from './scripted-device.ts'

test('a page that comes later than the hold time', async () => {
  const keys: string[] = []
  const { set, device } = await collect(
    {
      answer: async (command, io) => {
        if (!command.startsWith('show')) return undefined
        for (const line of ['one', 'two']) {
          io.say(`${line}\r\n --More-- `)
          keys.push(await io.key())
          await new Promise(resolve => setTimeout(resolve, FAST.holdMs * 5))
          io.say('\r          \r')
        }
        return 'three\n'
      },
    },
    ['show version'],
  )
  expect(set.captures).toMatchObject([{ status: 'ok', text: 'one\ntwo\nthree\n' }])
  expect(keys).toEqual([' ', ' '])
  expect(device.early).toEqual([])
})
