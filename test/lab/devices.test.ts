// Every shipped device file: it loads, its templates fill, and it answers what the tool asks.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { knownCommands, renderDevice } from '../../src/lab/answer.ts'
import { loadDevices } from '../../src/lab/load.ts'

const now = new Date(Date.UTC(2026, 2, 4, 5, 6, 7))
const devices = loadDevices()

/** Commands a platform's older or newer image does not have. */
const REFUSED: Readonly<Record<string, readonly RegExp[]>> = {
  '32-bit XR': [/^show license/],
  '64-bit XR': [/^admin /],
}

test('host names and serial numbers are unique, every device says which passage it shows', () => {
  expect(new Set(devices.map(device => device.hostname)).size).toBe(devices.length)
  expect(new Set(devices.map(device => device.vars['sn'])).size).toBe(devices.length)
  for (const device of devices) expect(device.scenario, device.id).not.toBe('')
})

test('a healthy device stands for every platform and deployment method', () => {
  const healthy = devices.filter(device => device.expect.status === 'healthy').map(device => device.id)
  for (const id of [
    'xe-classic-direct',
    'xe-classic-proxy',
    'xe-classic-gateway',
    'xe-classic-onprem',
    'xe-slp-direct',
    'xe-slp-proxy',
    'xe-slp-cslu',
    'xe-slp-offline',
    'nx-classic-direct',
    'nx-classic-proxy',
    'nx-classic-onprem',
    'nx-classic-gateway',
    'xr-classic-direct',
    'xr-classic-proxy',
    'xr-classic-gateway',
    'xr7-ncs-direct',
    'nx-slp-direct',
    'nx-slp-cslu',
    'xr7-slp-direct',
    'xr7-slp-cslu',
  ]) {
    expect(healthy).toContain(id)
  }
})

describe.each(devices.map(device => [device.id, device] as const))('%s', (_id, device) => {
  test('every known command answers with filled templates and no stray template', () => {
    for (const [command, text] of renderDevice(device, now)) {
      expect(text, command).not.toMatch(/\{\{|\}\}|undefined|NaN|\[object/)
      expect(text, command).not.toMatch(/% (?:Invalid|Incomplete|Ambiguous)/)
    }
  })

  test('every command of the catalogue answers, but for those the image does not have', () => {
    const kind = device.persona !== 'ios-xr' ? '' : device.id.startsWith('xr7') ? '64-bit XR' : '32-bit XR'
    const expected = [
      ...(REFUSED[kind] ?? []),
      ...device.unsupported.map(command => new RegExp(`^${command}$`)),
    ]
    const asked = CATALOGUE[device.persona].map(entry => entry.command)
    for (const [command, text] of renderDevice(device, now, asked)) {
      const refused = text.includes('% Invalid')
      expect(refused, command).toBe(expected.some(pattern => pattern.test(command)))
      // Answers that may be empty on XR: no trace entry, nothing registered, no log line that matters.
      if (
        !refused &&
        !(
          device.persona === 'ios-xr' &&
          /trace|^admin show license (?:status|cert)$|^show logging/.test(command)
        )
      )
        expect(text.trim(), command).not.toBe('')
    }
  })

  test('what the configuration says and what show commands say is the same device', () => {
    const text = renderDevice(device, now)
    const config = text.get('show running-config') ?? ''
    expect(config).toContain(`hostname ${device.hostname}`)
    expect(knownCommands(device)).toContain('show version')
    const version = text.get('show version') ?? ''
    expect(version).toContain(device.vars['version'] ?? 'no version')
  })
})

describe('device files of a person', () => {
  const inDir = (files: Record<string, string>, use: (dir: string) => void): void => {
    const dir = mkdtempSync(join(tmpdir(), 'lab-'))
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
      use(dir)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }

  test('extend shipped ones, replace answers and lines of the configuration', () => {
    inDir(
      {
        'mine.yaml':
          'extends: xe-classic-direct\nhostname: mine\nconfig_remove: [service call-home]\nlogging_add: ["x {{now|iso}}"]\n',
      },
      dir => {
        const text = renderDevice(loadDevices(dir, ['mine'])[0] ?? devices[0] ?? expect.fail(), now)
        expect(text.get('show call-home')).toContain('call home feature : disable')
        expect(text.get('show logging')).toContain('x 2026-03-04 05:06:07\n')
      },
    )
  })

  test.each([
    [
      'extends: xe-classic-direct\nconfig_remove: [no such line]\n',
      'device file mine: the inherited text has no line',
    ],
    ['extends: nothing\n', 'no device or base file called "nothing"'],
    ['extends: mine\n', 'in a circle'],
    ['extends: xe-classic-direct\nhost: x\n', 'mine.yaml'],
    ['extends: xe-classic-direct\nclock_offset: soon\n', 'not a span of time'],
    ['extends: [xe-classic-direct, xe-slp-direct]\n', 'cannot be mixed in'],
    ['a: [\n', 'mine.yaml'],
  ])('%j is refused with the place named', (file, message) => {
    inDir({ 'mine.yaml': file }, dir => expect(() => loadDevices(dir, ['mine'])).toThrow(message))
  })
})
