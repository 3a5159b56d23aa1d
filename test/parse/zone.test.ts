// What zone names mean: a device's own lines, names that mean one thing, and names that stay unexplained.
import { describe, expect, test } from 'vitest'
import { timePaths, timePathsModule } from '../../src/diagnose/compile.ts'
import type { Capture, CaptureSet } from '../../src/model/capture.ts'
import { TIME_PATHS } from '../../src/model/facts/time-paths.ts'
import type { Platform } from '../../src/model/platform.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { isUnset, printedTime } from '../../src/parse/time.ts'
import { withOffset } from '../../src/parse/zone.ts'

test('the list of times is that of the schema (node build.mjs writes it)', () => {
  expect(TIME_PATHS).toEqual(timePaths())
  expect(TIME_PATHS).toContain('license.communication.*.last_success')
  expect(timePathsModule()).toContain("'clock.device_time',")
})

type Clock = Parameters<typeof withOffset>[1]

const at = (zone: string, day = '2026-11-22'): string => `${day}T10:15:30${zone === '' ? '' : `[${zone}]`}`
const offset = (zone: string, clock: Clock, day?: string): string =>
  withOffset(at(zone, day), clock).slice(19)
const timezone = (name: string, offset_minutes: number, region = '') => ({
  configured: true,
  name,
  offset_minutes,
  region,
})
const summer = (name: string, offset_minutes = 60) => ({
  configured: true,
  name,
  offset_minutes,
})
const NO_ZONE = { configured: false, name: '', offset_minutes: 0, region: '' }
const NO_SUMMER = { configured: false, name: '', offset_minutes: 0 }

describe('without configuration', () => {
  test.each([
    ['UTC', 'Z'],
    ['utc', 'Z'],
    ['GMT', 'Z'],
    ['Z', 'Z'],
    ['GMT-08:00', '-08:00'],
    ['GMT+00:00', 'Z'],
    ['UTC+05:30', '+05:30'],
    ['+0530', '+05:30'],
    ['-03:30', '-03:30'],
  ])('%s', (zone, expected) => expect(offset(zone, undefined)).toBe(expected))

  test.each(['PST', 'EST', 'CST', 'IST', 'BST', 'CET', 'MET-DST', 'GMT+1', 'UTC-5', '+9900'])(
    '%s stays as printed',
    zone => expect(offset(zone, undefined)).toBe(`[${zone}]`),
  )

  test('no zone printed', () => expect(offset('', undefined)).toBe(''))
})

describe('the device’s own zone', () => {
  test.each<[string, Clock, string]>([
    ['EST', { timezone: timezone('EST', -300) }, '-05:00'],
    ['IST', { timezone: timezone('IST', 330) }, '+05:30'],
    ['NST', { timezone: timezone('NST', -210) }, '-03:30'],
    ['cet', { timezone: timezone('CET', 60) }, '+01:00'],
    // Somebody's UTC is not everybody's.
    ['UTC', { timezone: timezone('UTC', 120) }, '+02:00'],
    ['GMT', { timezone: timezone('GMT', 0) }, 'Z'],
    ['UTC', { timezone: timezone('CET', 60) }, 'Z'],
    ['PST', { timezone: timezone('CET', 60) }, '[PST]'],
    ['CET', { timezone: NO_ZONE, summer_time: NO_SUMMER }, '[CET]'],
  ])('%s', (zone, clock, expected) => expect(offset(zone, clock)).toBe(expected))

  test.each<[string, Clock, string]>([
    ['EDT', { timezone: timezone('EST', -300), summer_time: summer('EDT') }, '-04:00'],
    ['BST', { timezone: timezone('GMT', 0), summer_time: summer('BST') }, '+01:00'],
    ['LHDT', { timezone: timezone('LHST', 630), summer_time: summer('LHDT', 30) }, '+11:00'],
    ['XST', { timezone: NO_ZONE, summer_time: summer('XST') }, '+01:00'],
    // The summer line alone does not tell what it is added to.
    ['EDT', { summer_time: summer('EDT') }, '[EDT]'],
    // One name for both halves of the year.
    ['CET', { timezone: timezone('CET', 60), summer_time: summer('CET') }, '[CET]'],
  ])('summer: %s', (zone, clock, expected) => expect(offset(zone, clock)).toBe(expected))

  test.each<[string, Clock, string]>([
    ['no summer time', { timezone: timezone('IST', 330), summer_time: NO_SUMMER }, '+05:30'],
    ['nothing configured', { timezone: NO_ZONE, summer_time: NO_SUMMER }, 'Z'],
    ['summer time: winter or summer?', { timezone: timezone('CET', 60), summer_time: summer('CEST') }, ''],
    ['summer time not read', { timezone: timezone('CET', 60) }, ''],
    ['a clock that prints UTC', { zone: 'UTC' }, 'Z'],
    ['a clock that prints GMT may be British', { zone: 'GMT' }, ''],
  ])('a time printed without zone: %s', (_, clock, expected) => expect(offset('', clock)).toBe(expected))

  test.each([
    ['CET', '2026-01-22', '+01:00'],
    ['CET', '2026-07-22', '+02:00'],
    ['CEST', '2026-07-22', '+02:00'],
    // No summer in January: whatever the name means, it is not this zone.
    ['CEST', '2026-01-22', '[CEST]'],
    ['', '2026-07-22', '+02:00'],
    ['UTC', '2026-07-22', 'Z'],
  ])('region of the tz database: %s on %s', (zone, day, expected) => {
    expect(offset(zone, { timezone: timezone('CET', 0, 'Europe/Berlin') }, day)).toBe(expected)
  })

  test.each([
    ['2026-10-25T02:30:00[CET]', 'the hour that comes twice'],
    ['2026-03-29T02:30:00[CET]', 'the hour that never was'],
    ['2026-07-22T02:30:00[CET]', 'a region nobody knows', 'Nowhere/Land'],
  ])('%s stays: %s', (text, _, region = 'Europe/Berlin') => {
    expect(withOffset(text, { timezone: timezone('CET', 0, region) })).toBe(text)
  })

  test('half-hour region, southern summer', () => {
    const clock = { timezone: timezone('ACST', 0, 'Australia/Adelaide') }
    expect(withOffset('2026-07-01T12:00:00[ACST]', clock)).toBe('2026-07-01T12:00:00+09:30')
    expect(withOffset('2026-01-01T12:00:00[ACDT]', clock)).toBe('2026-01-01T12:00:00+10:30')
  })
})

describe('printed times', () => {
  test.each([
    ['Feb 30 10:00:00 2026 UTC', undefined],
    ['Feb 29 10:00:00 2025 UTC', undefined],
    ['Feb 29 10:00:00 2024 UTC', '2024-02-29T10:00:00[UTC]'],
    ['Dec 31 23:59:60 2016 UTC', '2016-12-31T23:59:60[UTC]'],
    ['2022-06-22T16:15:44Z', '2022-06-22T16:15:44[Z]'],
    ['2022-06-22 16:15:44.123+05:30', '2022-06-22T16:15:44[+05:30]'],
    ['Jun 22 16:15:41 2022 +0530', '2022-06-22T16:15:41[+0530]'],
    ['Jun 22 16:15:41 2022', '2022-06-22T16:15:41'],
  ])('%s', (printed, expected) => expect(printedTime(printed)).toBe(expected))

  test.each([
    ['1970-01-01T00:00:00[UTC]', true],
    ['1969-12-31T16:00:00[PST]', true],
    ['1970-01-01T05:30:00[IST]', true],
    ['1969-07-20T20:17:40', false],
    ['1971-01-01T00:00:00', false],
  ])('%s never set: %s', (time, unset) => expect(isUnset(time)).toBe(unset))
})

function capture(command: string, text: string, more: Partial<Capture> = {}): Capture {
  return { command, text, status: 'ok', firstLine: 1, origin: 'sw', ...more }
}

function facts(platform: Platform, ...captures: Capture[]) {
  const set: CaptureSet = { name: 'sw', platform, captures }
  return assemble(set)
}

const XE_CONFIG = (lines: string): string =>
  `Building configuration...\n\nCurrent configuration : 99 bytes\n!\nversion 17.9\nhostname sw\n${lines}\nend\n`

describe('on a device', () => {
  const clock = capture('show clock', '10:15:30.123 EDT Wed Jul 22 2026\n')

  test('IOS XE: the zone comes from another command', () => {
    const config = capture(
      'show running-config',
      XE_CONFIG('clock timezone EST -5 0\nclock summer-time EDT recurring'),
    )
    const store = facts('ios-xe', clock, config)
    expect(store.facts.clock).toMatchObject({
      device_time: '2026-07-22T10:15:30-04:00',
      zone: 'EDT',
      timezone: { configured: true, name: 'EST', offset_minutes: -300, region: '' },
      summer_time: { configured: true, name: 'EDT', offset_minutes: 60 },
    })
    expect(store.sources.get('clock.timezone.offset_minutes')?.[0]?.text).toBe('clock timezone EST -5 0')
  })

  test('IOS XE: nothing configured is known, an unread configuration is not', () => {
    const none = facts('ios-xe', clock, capture('show running-config', XE_CONFIG('ip routing')))
    expect(none.facts.clock?.timezone).toEqual({
      configured: false,
      name: '',
      offset_minutes: 0,
      region: '',
    })
    expect(none.facts.clock?.summer_time?.configured).toBe(false)
    const alone = facts('ios-xe', clock)
    expect(alone.facts.clock?.timezone).toBeUndefined()
    expect(alone.facts.clock?.device_time).toBe('2026-07-22T10:15:30[EDT]')
    expect(alone.missing.get('clock.timezone')?.command).toBe('show running-config')
  })

  test.each([
    ['clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00', 60],
    ['clock summer-time LHDT recurring 1 Sun Oct 2:00 1 Sun Apr 2:00 30', 30],
    ['clock summer-time CEST date Mar 29 2026 2:00 Oct 25 2026 3:00', 60],
    ['clock summer-time CEST date 29 Mar 2026 2:00 25 Oct 2026 3:00 120', 120],
  ])('%s', (line, minutes) => {
    const store = facts('ios-xe', capture('show running-config', XE_CONFIG(line)))
    expect(store.facts.clock?.summer_time?.offset_minutes).toBe(minutes)
  })

  test.each([
    ['clock timezone NST -3 -30', -210],
    ['clock timezone NST -3 30', -210],
    ['clock timezone IST 5 30', 330],
    ['clock timezone CET 1', 60],
    ['clock timezone X 0 -30', -30],
    ['clock timezone UTC 0 0', 0],
  ])('%s', (line, minutes) => {
    const store = facts('ios-xe', capture('show running-config', XE_CONFIG(line)))
    expect(store.facts.clock?.timezone?.offset_minutes).toBe(minutes)
  })

  test('a zone line that is cut says that there is one, not which', () => {
    const store = facts('ios-xe', capture('show running-config', XE_CONFIG('clock timezone EST')))
    expect(store.facts.clock?.timezone).toEqual({ configured: true })
  })

  test('NX-OS: a filtered configuration proves the zone, not that there is no summer time', () => {
    const config = capture('show running-config | include "clock timezone"', 'clock timezone EET 2 0\n')
    const store = facts(
      'nx-os',
      capture('show clock', '10:15:30.123 EET Wed Jan 21 2026\nTime source is NTP\n'),
      config,
    )
    expect(store.facts.clock?.device_time).toBe('2026-01-21T10:15:30+02:00')
    expect(store.facts.clock?.summer_time).toBeUndefined()
  })

  test('NX-OS: the time above a configuration is local', () => {
    const head =
      '!Command: show running-config\n!Time: Wed Jan 21 10:15:30 2026\n\nversion 9.3(5)\nhostname n9\n'
    const tail = 'interface mgmt0\n  vrf member management\nline console\nline vty\n'
    const store = facts('nx-os', capture('show running-config', `${head}clock timezone IST 5 30\n${tail}`))
    expect(store.facts.clock?.device_time).toBe('2026-01-21T10:15:30+05:30')
    const summery = `${head}clock timezone EET 2 0\nclock summer-time EEST 5 sunday march 03:00 5 sunday october 04:00 60\n${tail}`
    expect(facts('nx-os', capture('show running-config', summery)).facts.clock?.device_time).toBe(
      '2026-01-21T10:15:30',
    )
  })

  test('IOS XR: its own section, and a heading with an offset', () => {
    const statistics = [
      'Msg Subtype     Success Failed  Inqueue Dropped Last-sent (GMT-08:00)',
      'REGISTRATION    1       0       0       0       2026-01-21 10:15:30',
      'RENEW           0       0       0       0       1970-01-01 00:00:00',
    ].join('\n')
    const store = facts(
      'ios-xr',
      capture('show clock', 'Wed Jan 21 10:15:30.000 PST\n10:15:31.000 PST Wed Jan 21 2026\n'),
      capture(
        'show running-config clock',
        'Wed Jan 21 10:15:30.000 PST\nclock timezone PST America/Los_Angeles\n',
      ),
      capture('show call-home smart-licensing statistics', statistics),
    )
    expect(store.facts.clock?.device_time).toBe('2026-01-21T10:15:31-08:00')
    expect(store.facts.clock?.timezone?.region).toBe('America/Los_Angeles')
    expect(store.facts.callhome?.statistics).toMatchObject([
      { kind: 'REGISTRATION', sent: true, last_sent: '2026-01-21T10:15:30-08:00' },
      { kind: 'RENEW', sent: false, last_sent: '' },
    ])
  })
})

describe('skew', () => {
  // 10:15:30 PST is 18:15:30 UTC; the answer was complete 2 s after that, 4 s after the question.
  const answered = Date.UTC(2026, 0, 21, 18, 15, 32)
  const clock = (
    text: string,
    more: Partial<Capture> = { finishedAt: answered, durationMs: 4000 },
  ): Capture => capture('show clock', text, more)
  const zone = capture('show running-config', XE_CONFIG('clock timezone PST -8 0'))

  test('is measured against the middle of the round trip', () => {
    const store = facts('ios-xe', clock('10:15:30.123 PST Wed Jan 21 2026\n'), zone)
    expect(store.facts.clock).toMatchObject({ skew_seconds: 0, skew_error_seconds: 2 })
    expect(store.sources.get('clock.skew_seconds')?.[0]?.text).toContain('10:15:30')
    const ahead = facts('ios-xe', clock('18:20:30.123 UTC Wed Jan 21 2026\n'))
    expect(ahead.facts.clock).toMatchObject({ skew_seconds: 300, skew_error_seconds: 2 })
  })

  test('is not measured in an unexplained zone, and says why', () => {
    const store = facts('ios-xe', clock('10:15:30.123 PST Wed Jan 21 2026\n'))
    expect(store.facts.clock?.skew_seconds).toBeUndefined()
    expect(store.missing.get('clock.skew_seconds')?.reason).toContain(
      'the offset of the zone PST is not known',
    )
    expect(store.missing.get('clock.skew_error_seconds')?.command).toBe('show running-config')
  })

  test('needs a live answer whose length is known', () => {
    const saved = facts('ios-xe', clock('18:15:30.123 UTC Wed Jan 21 2026\n', {}))
    expect(saved.facts.clock?.skew_seconds).toBeUndefined()
    expect(saved.missing.get('clock.skew_seconds')?.reason).toContain('saved output')
    const endless = facts('ios-xe', clock('18:15:30.123 UTC Wed Jan 21 2026\n', { finishedAt: answered }))
    expect(endless.facts.clock?.skew_seconds).toBeUndefined()
  })

  test('of a command sent twice, the answer that was read counts', () => {
    const store = facts(
      'ios-xe',
      clock('17:00:00.000 UTC Wed Jan 21 2026\n', { finishedAt: answered - 3_600_000, durationMs: 100 }),
      clock('18:15:30.123 UTC Wed Jan 21 2026\n'),
    )
    expect(store.facts.clock).toMatchObject({ skew_seconds: 0, skew_error_seconds: 2 })
  })
})
