// Every lab device from saved output: the causes its file expects, and nothing else at warning or above.
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { expected, found } from './expectation.ts'
import { saved } from './saved.ts'

const { set: rules } = await shippedRules()

describe.each(loadDevices().map(device => [device.id, device] as const))('%s', (_id, device) => {
  test('is diagnosed as its file says', () => {
    const seen = found(judge(saved(device), rules))
    expect(seen).toEqual(expected(device, seen))
  })
})
