// `license smart flexible-consumption enable`: there, absent from a whole section, or not known.
import { expect, test } from 'vitest'
import type { CaptureStatus } from '../../../src/model/capture.ts'
import { assemble } from '../../../src/parse/assemble.ts'

function read(text: string, status: CaptureStatus = 'ok'): boolean | undefined {
  const capture = { command: 'show running-config license', text, status, firstLine: 1, origin: 'test' }
  return assemble({ name: 'test', platform: 'ios-xr', captures: [capture] }).facts.license
    ?.flexible_consumption
}

test.each([
  ['license smart flexible-consumption enable\n', 'ok', true],
  ['license smart\n flexible-consumption enable\n!\n', 'ok', true],
  ['license smart transport smart\n', 'ok', false],
  ['% No such configuration item(s)\n', 'ok', false],
  ['license smart transport smart\n', 'truncated', undefined],
] as const)('%j (%s)', (text, status, expected) => {
  expect(read(text, status)).toBe(expected)
})
