// The NX-OS callhome section: as shown, with lost indentation, incomplete, and inside a whole configuration.
import { describe, expect, test } from 'vitest'
import { fixture, read } from './facts.ts'

const COMMAND = 'show running-config callhome'

describe('methods of the vendor guide', () => {
  test('direct: every fact, each with its line', () => {
    const { at, proof, coverage } = read('nx-os', [
      COMMAND,
      fixture('nx-os/direct/show-running-config-callhome.txt'),
    ])
    expect(at('callhome.enabled')).toBe(true)
    expect(proof('callhome.enabled')).toEqual(['enable'])
    expect(at('callhome.contact_email')).toBe('noc@example.net')
    expect(at('callhome.vrf')).toBe('management')
    expect(at('callhome.proxy')).toEqual({ configured: false, host: '', port: 0, enabled: false })
    expect(at('callhome.profiles')).toMatchObject([
      {
        name: 'CiscoTAC-1',
        active: true,
        reports_licensing: true,
        methods: ['http'],
        destinations: [{ index: 1 }],
      },
    ])
    expect(at('callhome.profiles.0.destinations.0')).toMatchObject({
      url: 'https://tools.cisco.com/its/service/oddce/services/DDCEService',
      scheme: 'https',
      explicit: true,
      cut: false,
    })
    expect(proof('callhome.profiles.0.destinations.0.url')).toEqual([
      'destination-profile CiscoTAC-1 index 1 http https://tools.cisco.com/its/service/oddce/services/DDCEService',
    ])
    expect(coverage[0]?.unclaimed).toEqual([])
  })

  test('proxy: `call home`, no indentation, no `enable` line', () => {
    const { at, proof } = read('nx-os', [COMMAND, fixture('nx-os/proxy/show-running-config-callhome.txt')])
    expect(at('callhome.proxy')).toEqual({ configured: true, host: '192.0.2.80', port: 3128, enabled: true })
    expect(at('callhome.enabled')).toBe(false)
    expect(proof('callhome.enabled')).toEqual(['call home'])
    expect(at('callhome.contact_email')).toBe('sch-smart-licensing@cisco.com')
    expect(at('callhome.profiles.0.destinations.0.cut')).toBe(true)
  })

  test('On-Prem', () => {
    const { at } = read('nx-os', [COMMAND, fixture('nx-os/on-prem/show-running-config-callhome.txt')])
    expect(at('callhome.enabled')).toBe(true)
    expect(at('callhome.profiles.0.destinations.0.host')).toBe('ssm.example.net')
  })
})

describe('switches', () => {
  test.each([
    ['enable', true],
    ['transport http proxy enable', false],
    ['no enable', false],
    ['enable\nno enable', false],
  ])('%j gives enabled %s', (lines, enabled) => {
    expect(read('nx-os', [COMMAND, `callhome\n${lines}\n`]).at('callhome.enabled')).toBe(enabled)
  })

  test.each([
    [
      'transport http proxy server p.example port 3128',
      { configured: true, enabled: false, host: 'p.example', port: 3128 },
    ],
    [
      'transport http proxy server p.example',
      { configured: true, enabled: false, host: 'p.example', port: 8080 },
    ],
    ['transport http proxy enable', { configured: false, enabled: true, host: '', port: 0 }],
    ['no transport http proxy enable', { configured: false, enabled: false, host: '', port: 0 }],
  ])('%j', (line, proxy) => {
    expect(read('nx-os', [COMMAND, `callhome\n  ${line}\n`]).at('callhome.proxy')).toEqual(proxy)
  })

  test('VRF default is the global table', () => {
    expect(read('nx-os', [COMMAND, 'callhome\n  transport http use-vrf default\n']).at('callhome.vrf')).toBe(
      '',
    )
  })

  test('a profile other than CiscoTAC-1 does not report licensing', () => {
    const { at } = read('nx-os', [COMMAND, 'callhome\n  destination-profile noc transport-method email\n'])
    expect(at('callhome.profiles')).toEqual([
      {
        name: 'noc',
        active: true,
        reports_licensing: false,
        anonymous: false,
        methods: ['email'],
        destinations: [],
      },
    ])
  })
})

describe('what is absent', () => {
  test('a complete answer without a section: nothing is configured', () => {
    const { at, proof } = read('nx-os', [
      COMMAND,
      '\n!Command: show running-config callhome\n!Time: Mon Mar 14 08:15:30 2022\n\nversion 9.3(9)\n',
    ])
    expect(at('callhome.enabled')).toBe(false)
    expect(at('callhome.profiles')).toEqual([])
    expect(proof('callhome.enabled')).toEqual(['!Command: show running-config callhome'])
  })

  test('an empty answer proves nothing', () => {
    expect(read('nx-os', [COMMAND, '']).at('callhome')).toBeUndefined()
  })

  test('a cut answer: what is there counts, what is missing is unknown', () => {
    const { at, store } = read('nx-os', [
      COMMAND,
      'callhome\n  destination-profile CiscoTAC-1 transport-method http\n',
      'truncated',
    ])
    expect(at('callhome.profiles.0.methods')).toEqual(['http'])
    expect(at('callhome.enabled')).toBeUndefined()
    expect(at('callhome.vrf')).toBeUndefined()
    expect(at('callhome.profiles.0.destinations')).toBeUndefined()
    // The whole configuration was not asked for yet: it can still tell.
    expect(store.missing.get('callhome.enabled')?.command).toBe('show running-config')
  })

  test('cut inside a whole configuration, but after the section: the section is complete', () => {
    const text = `!Command: show running-config\nversion 9.3(9)\nhostname a\ncallhome\n  email-contact a@b\nvrf context x\n`
    const { at } = read('nx-os', ['show running-config', text, 'truncated'])
    expect(at('callhome.enabled')).toBe(false)
    expect(at('dns.servers')).toBeUndefined()
    expect(at('vrfs')).toBeUndefined()
  })

  test('an include filter shows the header of a section and none of its lines', () => {
    const { at } = read('nx-os', [
      'show running-config | include callhome|ntp',
      'callhome\nntp server 192.0.2.1\n',
    ])
    expect(at('callhome.enabled')).toBeUndefined()
    expect(at('ntp.configured')).toBe(true)
  })
})

describe('before and after a repair, in one file', () => {
  const url = (scheme: string): string =>
    `  destination-profile CiscoTAC-1 index 1 http ${scheme}://tools.cisco.com/its/service/oddce/services/DDCEService\n`

  test('the same command twice: the newer answer counts', () => {
    const { at } = read(
      'nx-os',
      [COMMAND, `callhome\n${url('http')}`],
      [COMMAND, `callhome\n${url('https')}  enable\n`],
    )
    expect(at('callhome.profiles.0.destinations')).toMatchObject([{ scheme: 'https' }])
    expect(at('callhome.enabled')).toBe(true)
  })

  test('a newer section beside an older whole configuration', () => {
    const whole = `!Command: show running-config\nversion 9.3(9)\nhostname a\ncallhome\n${url('http')}`
    const { at } = read(
      'nx-os',
      ['show running-config', whole],
      [COMMAND, `callhome\n${url('https')}  enable\n`],
    )
    expect(at('callhome.profiles.0.destinations')).toMatchObject([{ scheme: 'https' }])
    expect(at('callhome.profiles.0.destinations')).toHaveLength(1)
  })
})
