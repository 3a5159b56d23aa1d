// The other IOS XR commands, spellings people type, recognition, hostile text, and real output where it is at hand.
import { describe, expect, test } from 'vitest'
import { iosXrParsers } from '../../../src/parse/ios-xr/index.ts'
import { parserFor, recogniseCommand } from '../../../src/parse/registry.ts'
import { corpus, fixture, read } from '../nx-os/facts.ts'

describe('clock', () => {
  test('show clock: mark, zone; the source only where detail asks for it', () => {
    const text = 'Wed Jun 22 16:15:44.123 UTC\n*16:15:44.125 UTC Wed Jun 22 2022\n'
    const { at, coverage } = read('ios-xr', ['show clock', text])
    expect(at('clock')).toEqual({
      device_time: '2022-06-22T16:15:44Z',
      zone: 'UTC',
      authoritative: false,
      synchronised_mark: '*',
    })
    expect(coverage[0]?.unclaimed).toEqual([])
  })

  test('the stamp of another answer fills in, with the year whose weekday agrees', () => {
    const text =
      'Thu Jan  1 00:30:00.001 UTC\nCollection: LAST: Wed Dec 31 2025 23:13:37 UTC\nReporting:  LAST: Wed Dec 31 2025 09:13:37 UTC\nSIA Status: In Compliance\n'
    expect(read('ios-xr', ['show license platform summary', text]).at('clock.device_time')).toBe(
      '2026-01-01T00:30:00Z',
    )
    const both = read(
      'ios-xr',
      ['show license platform summary', text],
      ['show clock', '10:00:00.000 UTC Thu Jan 1 2026\n'],
    )
    expect(both.at('clock.device_time')).toBe('2026-01-01T10:00:00Z')
  })

  test('no year fits: unknown', () => {
    const text =
      'Sun Feb 30 00:30:00.001 UTC\nCollection: LAST: Wed Dec 31 2025 23:13:37 UTC\nSIA Status: In Compliance\n'
    expect(read('ios-xr', ['show license platform summary', text]).at('clock')).toBeUndefined()
  })
})

test.each([
  ['Clock is synchronized, stratum 4, reference is 192.0.2.1\n', { synchronised: true }],
  ['Clock is unsynchronized, stratum 16, no reference clock\n', { synchronised: false }],
  ['%NTP is not enabled.\n', { configured: false, synchronised: false, servers: [] }],
])('show ntp status: %j', (text, ntp) => {
  expect(read('ios-xr', ['show ntp status', text]).at('ntp')).toEqual(ntp)
})

test.each([
  ['In Compliance', 'in-compliance'],
  ['Out of Compliance', 'out-of-compliance'],
  ['Out of Compliance(Remaining Grace Period: 89 days, 20 hours)', 'out-of-compliance'],
  ['Out of Compliance(Grace Period Expired)', 'grace-expired'],
  ['Not Applicable', 'none'],
])('SIA Status: %s', (printed, sia) => {
  expect(read('ios-xr', ['show license platform detail', `SIA Status: ${printed}\n`]).at('license.sia')).toBe(
    sia,
  )
})

test('no SIA line on a platform without flexible consumption', () => {
  const text =
    'Collection: LAST: Tue Jul 02 2024 13:13:37 UTC\n            NEXT: Tue Jul 02 2024 14:13:37 UTC\n'
  expect(read('ios-xr', ['show license platform summary', text]).at('license.sia')).toBe('none')
  expect(read('ios-xr', ['show license platform summary', text, 'truncated']).at('license')).toBeUndefined()
})

test('show license all below a time stamp', () => {
  const text = `Fri Mar 29 11:00:00.000 UTC\n\n${fixture('nx-os/policy/show-license-all.txt')}`
  const { at, coverage } = read('ios-xr', ['show license all', text])
  expect(at('license.generation')).toBe('policy')
  expect(at('license.transport.type')).toBe('smart')
  expect(coverage[0]?.unclaimed.some(one => one.text.startsWith('Fri'))).toBe(false)
})

test('older brief tables have no VRF column', () => {
  const text =
    'Interface                      IP-Address      Status                Protocol\nMgmtEth0/RSP0/CPU0/0           192.0.2.5       Up                    Up\n'
  expect(read('ios-xr', ['show ipv4 interface brief', text]).at('interfaces')).toEqual([
    { name: 'MgmtEth0/RSP0/CPU0/0', address: '192.0.2.5', up: true },
  ])
})

test('trustpool', () => {
  const old =
    'Trustpool: Built-In\n\nCA certificate\n  Subject:\n     CN=QuoVadis Root CA 2,O=QuoVadis Limited,C=BM\n'
  const both = `${old}\nCA certificate\n  Subject:\n     CN=IdenTrust Commercial Root CA 1,O=IdenTrust,C=US\n`
  expect(read('ios-xr', ['show crypto ca trustpool', old]).at('pki.trustpool')).toEqual({
    identrust: false,
    quovadis: true,
    certificates: 1,
  })
  expect(read('ios-xr', ['show crypto ca trustpool', both]).at('pki.trustpool')).toEqual({
    identrust: true,
    quovadis: true,
    certificates: 2,
  })
  expect(read('ios-xr', ['show crypto ca trustpool', old, 'truncated']).at('pki.trustpool')).toEqual({
    quovadis: true,
  })
})

test('show logging', () => {
  const text =
    'RP/0/RSP0/CPU0:Dec 17 18:30:09.247 : licmgr[314]: SMART_LIC-5-COMM_RESTORED:\nCommunications with Cisco licensing cloud restored\n'
  expect(read('ios-xr', ['show logging | include SMART', text]).at('log.events')).toMatchObject([
    { mnemonic: 'COMM_RESTORED' },
  ])
})

describe('spellings', () => {
  test.each([
    ['show license register-status', 'admin show license register-status'],
    ['admin show licence pool', 'admin show license pool'],
    ['show license pool', 'admin show license pool'],
    ['show license pools', 'admin show license pools'],
    ['show license entitlement | i tag', 'admin show license entitlement'],
    ['admin show license all', 'show license all'],
    ['sh run call-home', 'show running-config call-home'],
    ['show run call', 'show running-config call-home'],
    ['show run crypto', 'show running-config crypto ca'],
    ['show run http client', 'show running-config http client'],
    ['show run | i ipv6 host', 'show running-config | include'],
    ['show run int mgmteth0/rp0/cpu0/0', 'show running-config | include'],
    ['show ipv4 vrf all interface brief', 'show ipv4 interface brief'],
    ['show ip int br', 'show ipv4 interface brief'],
    ['show call-home', 'show call-home detail'],
    ['show call-home trace error last 2', 'show call-home trace error last 20'],
    ['sh log | i smart', 'show logging'],
    ['sh license platform detail', 'show license platform summary'],
  ])('%s is %s', (typed, command) => {
    expect(parserFor('ios-xr', typed)?.command).toBe(command)
  })
})

describe('recognition', () => {
  test.each([
    ['classic/register-status.txt', 'admin show license register-status'],
    ['classic/entitlement.txt', 'admin show license entitlement'],
    ['classic/cert.txt', 'admin show license cert'],
    ['classic/call-home-detail.txt', 'show call-home detail'],
    ['classic/statistics.txt', 'show call-home smart-licensing statistics'],
    ['classic/trace.txt', 'show call-home trace error last 20'],
    ['section/call-home-margin.txt', 'show running-config call-home'],
    ['section/call-home-wrapped.txt', 'show running-config call-home'],
    ['vrf/running-config.txt', 'show running-config'],
    ['vrf/ipv4-interface-brief.txt', 'show ipv4 interface brief'],
  ])('%s is %s', (file, command) => {
    const head = fixture(`ios-xr/${file}`).slice(0, 8_192)
    expect(iosXrParsers.filter(one => one.recognise?.(head) === true).map(one => one.command)).toEqual([
      command,
    ])
  })
})

test('hostile text never throws', () => {
  const long = `cisco ${'('.repeat(50_000)}${')'.repeat(50_000)}\n`
  const deep = Array.from({ length: 900 }, (_, n) => `${' '.repeat(n)}vrf v${n}\n`).join('')
  for (const parser of iosXrParsers) {
    expect(() =>
      read('ios-xr', [parser.command, `${long}call-home\n${deep}Tag: a, Version\nTag:\n${long}end\n`]),
    ).not.toThrow()
  }
})

const CORPUS: readonly (readonly [folder: string, command: string, facts: readonly string[]])[] = [
  ['show-version', 'show version', ['device.os_version', 'device.chassis', 'device.uptime_minutes']],
  ['show-license-platform-summary', 'show license platform summary', ['license.sia', 'clock.device_time']],
  ['show-license-platform-detail', 'show license platform summary', ['license.sia', 'clock.device_time']],
  ['show-logging', 'show logging', ['log.events.0.mnemonic']],
  ['show-ntp-status', 'show ntp status', ['ntp.synchronised']],
  [
    'show-running-config',
    'show running-config',
    [
      'callhome.enabled',
      'routes.0.is_default',
      'interfaces',
      'dns.servers',
      'http_client.vrf',
      'device.os_version',
    ],
  ],
  [
    'show-running-config-call-home',
    'show running-config call-home',
    ['callhome.enabled', 'callhome.profiles.0.destinations'],
  ],
  ['show-running-config-ntp', 'show running-config ntp', ['ntp.servers.1.vrf']],
]

describe.each(CORPUS)('real output: %s', (folder, command, facts) => {
  const files = corpus(`iosxr/${folder}`)
  test.skipIf(files.length === 0)('is read', () => {
    for (const [file, text] of files) {
      const { at } = read('ios-xr', [command, text])
      for (const fact of facts) expect(at(fact), `${file}: ${fact}`).toBeDefined()
      const found = recogniseCommand(text).filter(one => one.platform === 'ios-xr')
      if (folder !== 'show-running-config-ntp')
        expect(
          found.map(one => one.command),
          file,
        ).toEqual([command])
    }
  })
})
