// Real NX-OS output, where it is at hand: nothing throws, the right parser answers, key values are read.
import { describe, expect, test } from 'vitest'
import { recogniseCommand } from '../../../src/parse/registry.ts'
import { corpus, read } from './facts.ts'

const COMMANDS: readonly (readonly [
  folder: string,
  command: string,
  recognised: boolean,
  facts: readonly string[],
])[] = [
  [
    'show-version',
    'show version',
    true,
    ['device.os_version', 'device.chassis', 'device.models', 'device.hostname', 'device.uptime_minutes'],
  ],
  ['show-license-usage', 'show license usage', true, ['license.usage', 'license.generation']],
  ['show-logging-logfile', 'show logging logfile', true, ['log.events']],
  ['show-ntp-peer-status', 'show ntp peer-status', true, ['ntp.synchronised', 'ntp.configured']],
  [
    'show-running-config-callhome',
    'show running-config callhome',
    true,
    ['callhome.enabled', 'callhome.vrf', 'callhome.profiles'],
  ],
  ['show-running-config', 'show running-config', true, ['device.hostname', 'device.os_version']],
  ['show-clock', 'show clock', true, ['clock.device_time', 'clock.zone']],
]

describe.each(COMMANDS)('%s', (folder, command, recognised, facts) => {
  const files = corpus(`nxos/${folder}`)
  test.skipIf(files.length === 0)('is read', () => {
    for (const [file, text] of files) {
      const { at } = read('nx-os', [command, text])
      for (const fact of facts) expect(at(fact), `${file}: ${fact}`).toBeDefined()
      const found = recogniseCommand(text).filter(one => one.platform === 'nx-os')
      if (recognised)
        expect(
          found.map(one => one.command),
          file,
        ).toEqual([command])
    }
  })
})

test.skipIf(corpus('nxos/show-version').length === 0)('values of the newest switch', () => {
  const text = corpus('nxos/show-version').find(([file]) => file.includes('c93180yc'))?.[1] ?? ''
  const { at } = read('nx-os', ['show version', text])
  expect(at('device')).toEqual({
    platform: 'nx-os',
    os_version: '10.4(5)',
    chassis: 'Nexus9300 C93180YC-FX3H',
    models: [{ role: '', pid: 'N9K-C93180YC-FX3H', sn: 'FDO20000000' }],
    hostname: 'TEST-12345',
    uptime_minutes: 312_712,
    image: 'bootflash:///nxos64-cs.10.4.5.M.bin',
    boot_time: '2025-04-28T11:52:19',
    reload_reason: 'Reset due to upgrade',
  })
})

test.skipIf(corpus('nxos/show-running-config').length === 0)('elided configurations prove no absence', () => {
  for (const [, text] of corpus('nxos/show-running-config')) {
    expect(read('nx-os', ['show running-config', text]).at('dns.servers')).toBeUndefined()
  }
})
