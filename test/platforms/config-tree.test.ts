// The configuration tree prints back what it read, and a change leaves every other line alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadDevices } from '../../src/lab/load.ts'
import { viewOf } from '../../src/lab/view.ts'
import { PLATFORMS, type Platform } from '../../src/model/platform.ts'
import { ConfigEditor, printConfig, readConfig } from '../../src/platforms/config/index.ts'

const NOW = new Date('2026-11-20T10:15:30Z')

const line = fc.oneof(
  fc.constantFrom(
    '', ' ', '!', ' !', '  !', '!! IOS XR Configuration 7.5.2', 'end', 'call-home', ' profile "CiscoTAC-1"', '  active',
    'callhome', '  enable', 'interface Vlan10', ' ip address 192.0.2.1 255.255.255.0', '\tquit', 'no ip domain lookup',
    'banner motd ^C', 'banner login # one line #', 'banner exec X', '^C', 'X marks the end', 'crypto pki certificate chain T',
    ' certificate ca 01', '  30820321 30820209 A0030201', '  \tquit', 'route-policy A', 'end-policy', 'router static',
    ' address-family ipv4 unicast', '  0.0.0.0/0 192.0.2.1',
  ), // biome-ignore format: a pool
  fc
    .tuple(fc.nat(12), fc.string({ unit: 'grapheme', maxLength: 30 }))
    .map(([n, text]) => ' '.repeat(n) + text.replaceAll('\n', ' ')),
)
const text = fc.array(line, { maxLength: 40 }).map(lines => lines.join('\n'))

describe.each(PLATFORMS)('%s', platform => {
  test('reading and printing changes nothing, whatever the text', () => {
    fc.assert(
      fc.property(text, config => {
        expect(printConfig(readConfig(platform, config))).toBe(config)
      }),
    )
  })

  test('an editor nobody types into gives the text back', () => {
    fc.assert(
      fc.property(text, config => {
        const editor = new ConfigEditor(platform, config)
        for (const typed of ['', '!', 'end']) editor.line(typed)
        expect(editor.text()).toBe(config)
      }),
    )
  })

  test('what is typed never throws and never loses another top-level line', () => {
    fc.assert(
      fc.property(text, fc.array(line, { maxLength: 6 }), (config, typed) => {
        const editor = new ConfigEditor(platform, `keep-me 1\n${config}`)
        for (const one of typed) editor.line(one)
        if (platform === 'ios-xr') editor.line('commit')
        expect(editor.text().split('\n')[0]).toBe('keep-me 1')
      }),
    )
  })
})

test('every lab device', () => {
  const devices = loadDevices()
  expect(devices.length).toBeGreaterThan(50)
  for (const device of devices) {
    const { config } = viewOf(device, NOW)
    expect(printConfig(readConfig(device.persona, config))).toBe(config)
  }
})

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url))
const FOLDERS: Readonly<Record<string, Platform>> = {
  iosxe: 'ios-xe',
  ios: 'ios-xe',
  nxos: 'nx-os',
  iosxr: 'ios-xr',
}

test.skipIf(!existsSync(corpus))('real configurations', () => {
  for (const [folder, platform] of Object.entries(FOLDERS)) {
    const dir = join(corpus, folder)
    if (!existsSync(dir)) continue
    for (const path of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/show-running-config.*\.txt$/.test(path)) continue
      const config = readFileSync(join(dir, path), 'utf8')
      expect(printConfig(readConfig(platform, config))).toBe(config)
    }
  }
})

test('free text is no configuration', () => {
  const config = 'banner motd ^C\ncall-home\n no such thing\n^C\ncall-home\n vrf A\n'
  const { root } = readConfig('ios-xe', config)
  const callHome = root.children.filter(node => node.line === 'call-home')
  expect(callHome).toHaveLength(1)
  expect(callHome[0]?.children.map(node => node.line)).toEqual([' vrf A'])
})

test('hostile depth and length cost no more than their size', () => {
  const deep = Array.from({ length: 20_000 }, (_, at) => `${' '.repeat(at % 4000)}x`).join('\n')
  const banners = 'banner motd X\n'.repeat(20_000)
  for (const config of [deep, banners]) expect(printConfig(readConfig('ios-xe', config))).toBe(config)
})
