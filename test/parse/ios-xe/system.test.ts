// IOS XE show version, clock and NTP.
import { describe, expect, test } from 'vitest'
import { iosXeSystemParsers } from '../../../src/parse/ios-xe/system.ts'
import { iosXeVersionParser, uptimeMinutes } from '../../../src/parse/ios-xe/version.ts'
import { collect } from '../license/collect.ts'
import { fixture } from '../license/fixture.ts'

function run(command: string, text: string, complete = true) {
  const parser = iosXeSystemParsers.find(one => one.command === command)
  if (parser === undefined) throw new Error(`no parser for ${command}`)
  return collect(parser.parse, text, { complete })
}

test('show version of a stack', () => {
  const { at, lineOf, unclaimed } = collect(iosXeVersionParser.parse, fixture('ios-xe/version-stack.txt'))
  expect(at('device')).toEqual({
    hostname: 'core-sw-01',
    os_version: '17.9.4a',
    uptime_minutes: 525_600 + 2 * 10_080 + 3 * 1_440 + 4 * 60 + 5,
    chassis: 'C9300-24UX',
    models: [
      { role: 'active', pid: 'C9300-24UX', sn: 'FCW0000B001' },
      { role: 'member', pid: 'C9300-24U', sn: 'FCW0000B002' },
    ],
    license_boot_level: 'network-advantage, dna-advantage',
    controller_mode: false,
    throughput: '',
    image: 'flash:packages.conf',
  })
  expect(lineOf('device.models.1.sn')).toBe('Model Number                       : C9300-24U')
  expect(unclaimed).toEqual([])
})

test('controller mode, router board, and no guess from a cut answer', () => {
  const text =
    'Cisco IOS XE Software, Version 17.12.01a\nrtr uptime is 5 minutes\nRouter operating mode: Controller-Managed\ncisco C8300-1N1S-6T (1RU) processor with 3747208K/6147K bytes of memory.\nProcessor board ID FDO0000D001\n'
  const { at } = collect(iosXeVersionParser.parse, text)
  expect(at('device')).toEqual({
    hostname: 'rtr',
    os_version: '17.12.01a',
    uptime_minutes: 5,
    controller_mode: true,
    throughput: '',
    chassis: 'C8300-1N1S-6T',
    models: [{ role: '', pid: 'C8300-1N1S-6T', sn: 'FDO0000D001' }],
  })
  const cut = collect(iosXeVersionParser.parse, 'rtr uptime is 5 minutes\n', { complete: false })
  expect(cut.at('device.controller_mode')).toBeUndefined()
})

test.each([
  ['1 hour, 24 minutes', 84],
  ['1 years, 2 weeks', 525_600 + 20_160],
  ['soon', undefined],
])('uptime %s', (text, minutes) => expect(uptimeMinutes(text)).toBe(minutes))

describe('show clock detail', () => {
  test('set by NTP', () => {
    const { at } = run('show clock detail', '16:15:41.123 CEST Wed Jun 22 2022\nTime source is NTP\n')
    expect(at('clock')).toEqual({
      device_time: '2022-06-22T16:15:41[CEST]',
      zone: 'CEST',
      authoritative: true,
      synchronised_mark: '',
      source: 'NTP',
    })
  })

  test('never set', () => {
    const { at } = run('show clock detail', '*00:01:41.123 UTC Mon Mar 1 1993\nNo time source\n')
    expect(at('clock')).toMatchObject({ authoritative: false, synchronised_mark: '*', source: '' })
  })

  test('NTP lost: authoritative all the same; source unknown without the line', () => {
    const { at } = run('show clock detail', '.18:57:38.347 UTC Mon Oct 19 2015\n')
    expect(at('clock')).toMatchObject({ authoritative: true, synchronised_mark: '.' })
    expect(at('clock.source')).toBeUndefined()
  })
})

describe('NTP', () => {
  test('status', () => {
    expect(
      run('show ntp status', 'Clock is synchronized, stratum 3, reference is 10.0.0.1\n').at('ntp'),
    ).toEqual({
      synchronised: true,
    })
    expect(
      run('show ntp status', 'Clock is unsynchronized, stratum 16, no reference clock\n').at('ntp'),
    ).toEqual({
      synchronised: false,
    })
    expect(run('show ntp status', '%NTP is not enabled.\n').at('ntp')).toEqual({
      synchronised: false,
      configured: false,
    })
  })

  const row = (mark: string) =>
    `  address         ref clock       st   when   poll reach  delay  offset   disp\n${mark}~10.0.0.1   .GPS.   1   3   64   377  1.0  0.1  2.0\n * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n`

  test('associations', () => {
    const associations = (selected: boolean) => [{ address: '10.0.0.1', selected, stratum: 1, reached: true }]
    expect(run('show ntp associations', row('*')).at('ntp')).toEqual({
      synchronised: true,
      configured: true,
      associations: associations(true),
    })
    expect(run('show ntp associations', row(' ')).at('ntp')).toEqual({
      synchronised: false,
      configured: true,
      associations: associations(false),
    })
    expect(run('show ntp associations', row(' '), false).at('ntp')).toEqual({ configured: true })
  })
})
