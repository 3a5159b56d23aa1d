// The IOS XE licence commands: recognition, and the time stamp above an answer.
import { describe, expect, test } from 'vitest'
import { iosXeLicenseParsers } from '../../../src/parse/ios-xe/license.ts'
import { collect } from '../license/collect.ts'
import { fixture } from '../license/fixture.ts'

describe('recognition by text alone', () => {
  test.each([
    ['classic-registering-failed', 'show license all'],
    ['classic-tech-out-of-compliance', 'show license tech support'],
    ['classic-status-unindented', 'show license status'],
    ['classic-summary-wrapped', 'show license summary'],
    ['classic-reserved', 'show license status'],
    ['policy-all-on-prem', 'show license all'],
    ['policy-tech-server-refuses', 'show license tech support'],
    ['version-stack', undefined],
  ])('%s is %s', (name, command) => {
    const head = fixture(`ios-xe/${name}.txt`).slice(0, 8_192)
    const found = iosXeLicenseParsers
      .filter(parser => parser.recognise?.(head) === true)
      .map(parser => parser.command)
    expect(found).toEqual(command === undefined ? [] : [command])
  })
})

test('the exec prompt time stamp gives the clock', () => {
  const parser = iosXeLicenseParsers.find(one => one.command === 'show license all')
  if (parser === undefined) throw new Error('no parser')
  const { at } = collect(parser.parse, fixture('ios-xe/policy-all-on-prem.txt'))
  expect(at('clock')).toEqual({
    source: 'NTP',
    device_time: '2024-06-11T13:28:08[CEST]',
    zone: 'CEST',
    authoritative: true,
    synchronised_mark: '.',
  })
})

test.each([
  ['show license tech support', 'show tech-support license'],
  ['show license tech support', 'sh tech license'],
  ['show license tech support', 'show license tech-support'],
  ['show license eventlog', 'show license eventlog 7'],
])('%s is also typed %s', (command, typed) => {
  const parser = iosXeLicenseParsers.find(one => one.command === command)
  expect(parser?.aliases?.some(alias => alias.test(typed))).toBe(true)
})
