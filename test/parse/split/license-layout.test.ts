// The platform behind a bare licence output: told only where the layouts differ.
import { describe, expect, test } from 'vitest'
import { platformOfLicenseLayout } from '../../../src/parse/split/license-layout.ts'
import { platformOfSegments } from '../../../src/parse/split/platform.ts'

const REGISTRATION = `Registration:
  Status: REGISTERED
  Smart Account: Example
  Export-Controlled Functionality: ALLOWED
  Initial Registration: SUCCEEDED on Aug 22 18:58:03 2022 UTC
`
const SETTINGS = `Utility:
  Status: DISABLED

Data Privacy:
  Sending Hostname: yes

Transport:
  Type: Callhome
`
const ENABLED = 'Smart Licensing is ENABLED\n\n'
const CONVERSION = 'License Conversion:\n  Automatic Conversion Enabled: False\n'

describe('layout', () => {
  test.each([
    ['settings before the registration', `${ENABLED}${SETTINGS}\n${REGISTRATION}`, 'ios-xe'],
    ['conversion under its short name', `${ENABLED}${REGISTRATION}\n${CONVERSION}`, 'ios-xe'],
    [
      'policy among the settings',
      `\n${SETTINGS.replace('Data', 'Smart Licensing Using Policy:\n  Status: ENABLED\n\nData')}`,
      'ios-xe',
    ],
    ['conversion under its long name', `${ENABLED}${REGISTRATION}\nSmart ${CONVERSION}`, 'nx-os'],
    [
      'policy with a small letter',
      'Smart Licensing Status\n====\n\nSmart Licensing using Policy:\n    Status: ENABLED\n',
      'nx-os',
    ],
    ['registration alone', `${ENABLED}${REGISTRATION}`, undefined],
    [
      'registration before the settings, as other products print it',
      ENABLED + REGISTRATION + SETTINGS,
      undefined,
    ],
    ['a text whose head is missing', `  Type: Callhome\n${SETTINGS}\n${REGISTRATION}`, undefined],
    [
      'the year before the time: no product read here',
      `${ENABLED}${SETTINGS}\n${REGISTRATION.replace('22 18:58:03 2022', '22 2022 18:58:03')}`,
      undefined,
    ],
    ['signs of two systems', `${ENABLED}${CONVERSION}\nSmart ${CONVERSION}`, undefined],
    ['nothing', '', undefined],
  ])('%s', (_name, text, platform) => {
    expect(platformOfLicenseLayout(text)).toBe(platform)
  })

  test('the copy of the Nexus guide, without indentation', () => {
    const guide = `${ENABLED}${REGISTRATION.replace('ALLOWED', 'Allowed')}Smart ${CONVERSION}`
    expect(platformOfLicenseLayout(guide.replace(/^ +/gm, '').replace(/\n/g, '\n\n'))).toBe('nx-os')
  })
})

describe('its weight', () => {
  const layout = { command: 'show license status', text: ENABLED + SETTINGS + REGISTRATION, firstLine: 1 }
  const all = (): ('ios-xe' | 'nx-os' | 'ios-xr')[] => ['ios-xe', 'nx-os', 'ios-xr']

  test('it decides when nothing else does', () => {
    expect(platformOfSegments([layout], all)).toBe('ios-xe')
  })
  test('words of another segment are stronger', () => {
    const version = { command: 'show version', text: 'Cisco IOS XR Software, Version 7.5.1', firstLine: 1 }
    expect(platformOfSegments([layout, version], all)).toBe('ios-xr')
  })
  test('a command that one platform knows is stronger', () => {
    expect(platformOfSegments([layout], () => ['nx-os'])).toBe('nx-os')
  })
  test('two layouts that disagree decide nothing', () => {
    const other = { ...layout, text: `${ENABLED}Smart ${CONVERSION}` }
    expect(platformOfSegments([layout, other], all)).toBeUndefined()
  })
})
