// The exec line that makes the agent try at once: by generation, registration and plane; none when nothing fails.
import { describe, expect, test } from 'vitest'
import { retryLine } from '../../../src/diagnose/fixplan/index.ts'
import type { RuleContext } from '../../../src/model/facts/store.ts'

function line(license: object, derived: object = { failing_now: true }): string | undefined {
  return retryLine({ license, derived } as RuleContext)
}

describe('classic', () => {
  test.each([
    ['registered', 'license smart renew auth'],
    ['unregistered', 'license smart register idtoken <TOKEN>'],
    ['registering', undefined],
  ])('%s: %s', (status, wanted) => {
    expect(line({ generation: 'classic', registration: { status } })).toBe(wanted)
  })

  test('in the admin plane of IOS XR', () => {
    expect(line({ generation: 'classic', admin_plane: true, registration: { status: 'registered' } })).toBe(
      'admin license smart renew auth',
    )
  })
})

test('Using Policy reports at once, unless it reports by file', () => {
  expect(line({ generation: 'policy', transport: { type: 'smart' } })).toBe('license smart sync all')
  expect(line({ generation: 'policy', transport: { type: 'off' } })).toBeUndefined()
})

test('nothing to try where nothing fails, or nobody knows', () => {
  const registered = { generation: 'classic', registration: { status: 'registered' } }
  expect(line(registered, { failing_now: false })).toBeUndefined()
  expect(line(registered, {})).toBeUndefined()
  expect(line({ generation: 'classic' })).toBeUndefined()
  expect(line({ generation: 'traditional' })).toBeUndefined()
  expect(line({ generation: 'reservation' })).toBeUndefined()
  expect(retryLine({} as RuleContext)).toBeUndefined()
})
