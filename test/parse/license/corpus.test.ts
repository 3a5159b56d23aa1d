// Real outputs, where the corpus lies beside the repository: every file is recognised and read, some by value.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { iosXeLicenseParsers } from '../../../src/parse/ios-xe/license.ts'
import { iosXeSystemParsers } from '../../../src/parse/ios-xe/system.ts'
import { iosXeVersionParser } from '../../../src/parse/ios-xe/version.ts'
import { collect, type Parsed } from './collect.ts'

const CORPUS = new URL('../../../../shared/corpus/', import.meta.url)
const PARSERS = [...iosXeLicenseParsers, ...iosXeSystemParsers, iosXeVersionParser]

/** Folder of the corpus -> command, and how many lines may be left unclaimed a file. */
const FOLDERS: readonly (readonly [folder: string, command: string, unclaimed: number])[] = [
  ['iosxe/show-license-all', 'show license all', 0],
  ['iosxe/show-license-status', 'show license status', 0],
  ['ios/show-license-status', 'show license status', 0],
  ['iosxe/show-license-tech-support', 'show license tech support', 0],
  ['iosxe/show-license-summary', 'show license summary', 0],
  ['iosxe/show-license-usage', 'show license usage', 0],
  ['iosxe/show-license-eventlog', 'show license eventlog', 0],
  ['iosxe/show-license-authorization', 'show license authorization', 0],
  ['iosxe/show-license-udi', 'show license udi', 0],
  ['iosxe/show-license-rum-id-all', 'show license rum id all', 0],
  ['iosxe/show-license', 'show license', 0],
  ['ios/show-license', 'show license', 0],
  ['iosxe/show-version', 'show version', 14],
  ['ios/show-version', 'show version', 14],
  ['iosxe/show-clock', 'show clock detail', 1],
  ['ios/show-clock', 'show clock detail', 1],
  ['iosxe/show-ntp-status', 'show ntp status', 2],
  ['ios/show-ntp-status', 'show ntp status', 2],
  ['iosxe/show-ntp-associations', 'show ntp associations', 1],
  ['ios/show-ntp-associations', 'show ntp associations', 1],
]

function read(path: string, command: string): Parsed {
  const parser = PARSERS.find(one => one.command === command)
  if (parser === undefined) throw new Error(`no parser for ${command}`)
  return collect(parser.parse, readFileSync(new URL(path, CORPUS), 'utf8'))
}

describe.skipIf(!existsSync(CORPUS))('corpus', () => {
  for (const [folder, command, allowed] of FOLDERS) {
    const dir = new URL(`${folder}/`, CORPUS)
    const files = existsSync(dir) ? readdirSync(dir) : []
    test.skipIf(files.length === 0).each(files)(`${folder}/%s`, file => {
      const text = readFileSync(new URL(file, dir), 'utf8')
      const head = text.slice(0, 8_192)
      const recognised = PARSERS.filter(parser => parser.recognise?.(head) === true).map(
        parser => parser.command,
      )
      expect(recognised).toEqual([command])
      const { unclaimed, unreadable } = read(`${folder}/${file}`, command)
      expect([...unreadable.keys()]).toEqual([])
      expect(unclaimed.length).toBeLessThanOrEqual(allowed)
    })
  }

  const value = (path: string, command: string, check: (parsed: Parsed) => void): void => {
    test.skipIf(!existsSync(new URL(path, CORPUS)))(`facts of ${path}`, () => check(read(path, command)))
  }

  value(
    'iosxe/show-license-status/xvalette-csr1000v-registered-authorized.txt',
    'show license status',
    ({ at }) => {
      expect(at('license.generation')).toBe('classic')
      expect(at('license.registration')).toMatchObject({
        status: 'registered',
        virtual_account: 'CML-xvalette',
        export_controlled: true,
        last_renewal: { outcome: 'none', at: '' },
        expires: '2024-05-09T15:40:46[UTC]',
      })
      expect(at('license.authorization')).toMatchObject({
        status: 'authorized',
        deadline: '2023-08-08T15:40:51[UTC]',
      })
    },
  )

  value('ios/show-license-status/ntc-cisco-ios-show-license-status1.txt', 'show license status', ({ at }) => {
    expect(at('license.authorization.status')).toBe('out-of-compliance')
    expect(at('license.registration.status')).toBe('registered')
  })

  value(
    'iosxe/show-license-status/genie-showlicensestatus-golden-output1.txt',
    'show license status',
    ({ at }) => {
      expect(at('license.generation')).toBe('policy')
      expect(at('license.method')).toBe('cslu')
      expect(at('license.transport')).toMatchObject({ type: 'cslu', url: '', vrf: '' })
      expect(at('license.trust_code.members')).toHaveLength(3)
      expect(at('license.reporting.next_ack_deadline')).toBe('2022-01-12T12:10:32[UTC]')
      expect(at('clock')).toMatchObject({ synchronised_mark: '.', source: 'NTP' })
    },
  )

  value('iosxe/show-license-all/genie-showlicenseall-golden-output-4.txt', 'show license all', ({ at }) => {
    expect(at('license.registration.smart_account')).toBe('SA-Switching-Polaris')
    expect(at('license.reporting')).toMatchObject({
      push_interval_days: 0,
      has_ack_deadline: false,
      acked: true,
    })
    expect(at('license.trust_code.members.2')).toEqual({
      role: 'member',
      pid: 'C9350-24T',
      sn: 'FOC2823Y1LN',
      installed: true,
      at: '2025-04-23T15:28:43[IST]',
      expires: '2033-04-25T02:55:41[IST]',
    })
    expect(at('license.slac_installed')).toBe(false)
    expect(at('license.rum')).toEqual({ total: 4, purged: 0, acknowledged: 0, waiting: 3 })
    expect(at('license.method')).toBe('direct')
  })

  const tech = 'iosxe/show-license-tech-support/genie-showlicensetechsupport-golden-output'
  value(`${tech}-8-proxy.txt`, 'show license tech support', ({ at }) => {
    expect(at('license.method')).toBe('proxy')
    expect(at('license.transport.proxy')).toEqual({
      configured: true,
      host: '173.36.224.108',
      port: 80,
      enabled: true,
    })
    expect(at('license.communication.2')).toMatchObject({
      activity: 'Usage Reporting',
      ongoing_overall: 2,
      ongoing_communication: 0,
      last_response: 'INVALID STATUS CODE',
    })
    expect(at('license.communication.2.failure_reason')).toContain('is not valid')
    expect(at('license.trust_code.installed')).toBe(true)
  })

  value(`${tech}-11.txt`, 'show license tech support', ({ at }) => {
    expect(at('license.transport')).toMatchObject({ type: 'cslu', url: '' })
    expect(at('license.rum')).toMatchObject({ total: 0, waiting: 0 })
    expect(at('clock.zone')).toBe('PST')
  })

  value(`${tech}-17.txt`, 'show license tech support', ({ at }) => {
    expect(at('license.usage')).toHaveLength(3)
    expect(at('license.usage.2')).toMatchObject({
      name: 'cisco-wireless-advantage',
      count: 0,
      status: 'not-in-use',
    })
    expect(at('license.trust_code')).toEqual({ installed: false, members: [] })
  })

  value(`${tech}.txt`, 'show license tech support', ({ at }) => {
    expect(at('license.transport.server_identity_check')).toBe(false)
    expect(at('license.rum')).toEqual({ total: 86, purged: 0, acknowledged: 76, waiting: 0, mia: 0 })
    expect(at('license.overall_state')).toBe('')
  })

  value(
    'iosxe/show-license-summary/genie-showlicensesummary-golden-output4.txt',
    'show license summary',
    ({ at }) => {
      expect(at('license.usage')).toHaveLength(4)
      expect(at('license.usage.0')).toEqual({
        name: 'network-advantage',
        tag: 'C9300-24 Network Advan...',
        count: 2,
        status: 'in-use',
      })
      expect(at('license.registration')).toEqual({ smart_account: '', virtual_account: '' })
    },
  )

  value('iosxe/show-version/muninn-004-isr4451-router.txt', 'show version', ({ at }) => {
    expect(at('device')).toMatchObject({ os_version: '16.6.5', hostname: 'isr4k', chassis: 'ISR4451-X/K9' })
    expect(at('device.license_boot_level')).toBe('appxk9, securityk9, ipbasek9')
  })
})
