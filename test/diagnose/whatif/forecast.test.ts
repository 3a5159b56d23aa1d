// The forecast itself: what it is made from, what it says of history, placeholders, parts of a configuration and exec lines.
import { describe, expect, test } from 'vitest'
import { shippedRules } from '../../../src/app/rules.ts'
import { type WhatIf, type WhatIfOptions, whatIf } from '../../../src/diagnose/whatif/index.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import type { Capture, CaptureSet } from '../../../src/model/capture.ts'
import { capturesOf } from '../../lab/captures.ts'

const NOW = new Date('2026-11-20T10:15:30Z')
const { set: rules } = await shippedRules()

function device(id: string): CaptureSet {
  const [found] = loadDevices(undefined, [id])
  if (found === undefined) throw new Error(`no lab device ${id}`)
  return capturesOf(found, NOW)
}

function effectOf(set: CaptureSet, typed: string, options: WhatIfOptions = {}): WhatIf['effect'] {
  const result = whatIf(set, rules, typed.split('\n'), options)
  if (result === undefined) throw new Error('no forecast')
  return result.effect
}

/** Only captures whose command one of the patterns takes. */
function only(set: CaptureSet, keep: (capture: Capture) => boolean): CaptureSet {
  return { ...set, captures: set.captures.filter(keep) }
}

const isConfig = (capture: Capture): boolean => /^(admin )?show running-config/.test(capture.command)

describe('what is said', () => {
  test('several fixes at once clear their causes; symptoms wait for the next try', () => {
    const effect = effectOf(
      device('nx-known-issue-1'),
      `configure terminal
callhome
  enable
  no destination-profile CiscoTAC-1 index 1 http http://tools.cisco.com/its/service/oddce/services/DDCEService
  destination-profile CiscoTAC-1 index 1 http https://tools.cisco.com/its/service/oddce/services/DDCEService
end
copy running-config startup-config`,
    )
    expect(effect.clears).toEqual(['callhome-not-enabled-nxos', 'callhome-http-url'])
    expect(effect.leaves).toContain('http-source-interface-wrong-vrf')
    // One cause is left: what it explains is not open to the next try.
    expect(effect.leaves).toContain('callhome-send-failed')
    expect(effect.undecided).toEqual([])
    expect(effect.appears).toEqual([])
  })

  test('with the last cause gone the symptoms are undecided, in words', () => {
    const effect = effectOf(device('xe-dns-lookup-disabled'), 'ip domain lookup')
    expect(effect.clears).toEqual(['dns-lookup-disabled'])
    expect(effect.leaves).toEqual([])
    expect(effect.undecided).toContain('comm-failed-log')
    expect(effect.notes.join('\n')).toContain('until the device tries again')
  })

  test('lines that break a healthy device', () => {
    const effect = effectOf(
      device('xe-classic-direct'),
      'call-home\n profile "CiscoTAC-1"\n  no active\nno ip name-server 192.0.2.53 192.0.2.54',
    )
    expect(effect.clears).toEqual([])
    expect(effect.appears).toEqual(expect.arrayContaining(['callhome-no-active-profile']))
  })

  test.each<[string, string, string]>([
    [
      'nx-classic-direct',
      'vrf context management\n no ip name-server 192.0.2.53 192.0.2.54',
      'dns-no-name-server',
    ],
    ['nx-classic-direct', 'callhome\n no enable', 'callhome-not-enabled-nxos'],
    ['xe-classic-direct', 'no ip domain lookup', 'dns-lookup-disabled'],
    ['xe-classic-vrf', 'no ip route vrf Mgmt-vrf 0.0.0.0 0.0.0.0', 'vrf-no-default-route'],
    [
      'xr-classic-direct',
      'no domain name-server 192.0.2.53\nno domain name-server 192.0.2.54',
      'dns-no-name-server',
    ],
  ])('%s works now; with %j it would not', (id, typed, rule) => {
    const result = whatIf(device(id), rules, typed.split('\n'))
    expect(result?.effect.appears).toContain(rule)
    expect(result?.findings.find(one => one.rule === rule && one.outcome === 'fail')?.severity).toBe(
      'critical',
    )
    expect(result?.effect.notes.join()).toContain('judged as if the next one failed')
  })

  test('harmless lines bring nothing to a healthy device', () => {
    for (const id of [
      'xe-classic-direct',
      'nx-classic-direct',
      'xr-classic-direct',
      'xe-slp-direct',
      'xe-slp-cslu',
    ]) {
      const effect = effectOf(device(id), 'snmp-server contact noc\nlogging host 192.0.2.9')
      expect(effect).toMatchObject({ clears: [], appears: [], undecided: [] })
    }
  })

  test('nothing typed changes nothing', () => {
    for (const id of [
      'xe-callhome-http-url',
      'nx-known-issue-1',
      'xr-callhome-vrf',
      'xe-slp-cslu-default-unused',
    ]) {
      const set = device(id)
      const result = whatIf(set, rules, ['!'])
      expect(result?.effect).toMatchObject({ clears: [], appears: [], undecided: [], notes: [] })
    }
  })

  test('a line the device would refuse is named, exec lines are only listed', () => {
    const effect = effectOf(device('xe-classic-direct'), 'frobnicate\nlicense smart register idtoken <TOKEN>')
    expect(effect.notes[0]).toContain('line 1 (`frobnicate`): not applied')
    expect(effect.notes[1]).toBe(
      'exec lines change nothing in the forecast: `license smart register idtoken <TOKEN>`',
    )
  })

  test('notes quote lines as they may be shown', () => {
    const effect = effectOf(device('xe-classic-direct'), 'frobnicate geheim', { show: () => '(hidden)' })
    expect(effect.notes.join()).toContain('(hidden)')
    expect(JSON.stringify(effect)).not.toContain('geheim')
  })

  test('lines without effect are named where a person asks', () => {
    const typed = 'no ip host nowhere.example'
    expect(effectOf(device('xe-classic-direct'), typed).notes).toEqual([])
    expect(effectOf(device('xe-classic-direct'), typed, { everyLine: true }).notes).toHaveLength(1)
  })
})

describe('placeholders', () => {
  test('a value that fits is taken', () => {
    const effect = effectOf(device('xe-dns-no-name-server'), 'ip name-server <DNS>')
    expect(effect.clears).toEqual(['dns-no-name-server'])
    expect(effect.notes[0]).toBe('`<DNS>` is a value you fill in; the forecast takes one that fits')
  })

  test('an interface where licensing can leave', () => {
    const effect = effectOf(
      device('xe-http-source-interface-missing'),
      'ip http client source-interface <INTERFACE>',
    )
    expect(effect.clears).toEqual(['http-source-interface-missing-xe'])
  })

  test('where none fits the line is left out with what stands below it', () => {
    const effect = effectOf(device('xe-classic-direct'), 'call-home\n profile <NAME>\n  no active')
    expect(effect).toMatchObject({ clears: [], appears: [] })
    expect(effect.notes[0]).toContain('lines with <NAME> are left out')
  })
})

describe('where the configuration comes from', () => {
  test('no configuration, no forecast', () => {
    const set = only(device('xe-callhome-http-url'), capture => !isConfig(capture))
    expect(whatIf(set, rules, ['hostname a'])).toBeUndefined()
  })

  test('parts are shown again after the change', () => {
    const set = only(
      device('nx-known-issue-1'),
      capture => !isConfig(capture) || capture.command === 'show running-config callhome',
    )
    const effect = effectOf(set, 'callhome\n enable')
    expect(effect.clears).toEqual(['callhome-not-enabled-nxos'])
  })

  test('a change nobody captured is named', () => {
    const set = only(
      device('nx-dns-vrf-mismatch'),
      capture => !isConfig(capture) || capture.command === 'show running-config callhome',
    )
    const effect = effectOf(set, 'vrf context management\n ip name-server 192.0.2.53')
    expect(effect.clears).toEqual([])
    expect(effect.notes.join('\n')).toContain('`vrf context management`; `show running-config` would')
  })

  test('IOS XR by its sections, a section that was empty too', () => {
    const set = device('xr-callhome-vrf')
    expect(set.captures.filter(isConfig).length).toBeGreaterThan(5)
    expect(effectOf(set, 'http client vrf MGMT').appears).toEqual([])
    const dropped = whatIf(device('xr-classic-direct'), rules, ['no call-home'])
    expect(dropped?.store.facts.callhome?.enabled).toBe(false)
    expect(dropped?.untold).toContain('callhome-no-active-profile')
    expect(dropped?.effect.notes.join()).toContain('only the device can tell them after the change')
  })

  test('the admin plane of IOS XR', () => {
    const effect = effectOf(
      device('xr-sl-disabled'),
      'admin\nconfigure\nlicense smart enable\ncommit\nend\nexit',
    )
    expect(effect.clears).toEqual(['sl-disabled-xr'])
  })

  test('a filter keeps filtering', () => {
    const set = device('xe-callhome-no-active-profile')
    const full = set.captures.find(capture => capture.command === 'show running-config')
    const text = full?.text ?? ''
    const from = text.indexOf('call-home\n ')
    const section = text.slice(from, text.indexOf('\n!', from) + 1)
    const part: Capture = {
      command: 'show running-config | section call-home',
      text: `service call-home\n${section}`,
      status: 'ok',
      firstLine: 1,
      origin: 'x',
    }
    const filtered = { ...set, captures: [...set.captures.filter(one => !isConfig(one)), part] }
    const effect = effectOf(filtered, 'call-home\n profile "CiscoTAC-1"\n  active')
    expect(effect.clears).toEqual(['callhome-no-active-profile'])
  })

  test('sections of a show tech of NX-OS', () => {
    const set = device('nx-known-issue-1')
    const text = (command: string): string => set.captures.find(one => one.command === command)?.text ?? ''
    const tech: Capture = {
      command: 'show tech-support license',
      text: ['show license status', 'show running-config callhome', 'show license usage']
        .map(command => `\`${command}\`\n${text(command)}`)
        .join('\n'),
      status: 'ok',
      firstLine: 1,
      origin: 'x',
    }
    const captures = [...set.captures.filter(one => /version|logging/.test(one.command)), tech]
    const effect = effectOf({ ...set, captures }, 'callhome\n enable')
    expect(effect.clears).toEqual(['callhome-not-enabled-nxos'])
  })

  test('a cut configuration is told', () => {
    const set = device('xe-dns-lookup-disabled')
    const captures = set.captures.map(
      (one): Capture =>
        one.command === 'show running-config'
          ? { ...one, status: 'truncated', text: one.text.slice(0, one.text.indexOf('interface ')) }
          : one,
    )
    const effect = effectOf({ ...set, captures }, 'ip domain lookup')
    expect(effect.notes.join('\n')).toContain('configuration is cut')
  })
})

describe('facts that follow', () => {
  test('a port that was shut is taken to come up', () => {
    const effect = effectOf(device('xe-http-source-interface-down'), 'interface Vlan20\n no shutdown')
    expect(effect.clears).toEqual(['http-source-interface-down'])
    expect(effect.notes[0]).toContain('Vlan20 is taken to come up')
  })

  test('a port that is down although nobody shut it stays down', () => {
    const set = device('xe-http-source-interface-down')
    const captures = set.captures.map(
      (one): Capture =>
        isConfig(one)
          ? { ...one, text: one.text.replace(/(interface Vlan20\n(?: .*\n)*?) shutdown\n/, '$1') }
          : one,
    )
    const effect = effectOf({ ...set, captures }, 'interface Vlan20\n no shutdown')
    expect(effect.leaves).toContain('http-source-interface-down')
  })

  test('moving the source interface to a VRF takes its address', () => {
    const effect = effectOf(device('xe-classic-direct'), 'interface Vlan10\n vrf forwarding Mgmt-vrf')
    expect(effect.appears).toContain('http-source-interface-no-ip')
  })

  test('the transport in use follows the configuration', () => {
    const result = whatIf(device('xe-slp-cslu-default-unused'), rules, [
      'license smart transport smart',
      'license smart url default',
    ])
    expect(result?.store.facts.license?.transport).toMatchObject({
      type: 'smart',
      url: 'https://smartreceiver.cisco.com/licservice/license',
    })
    expect(result?.store.facts.license?.method).toBe('direct')
    expect(result?.store.facts.derived?.target?.cloud).toBe(true)
  })

  test('an old failure is none of the new server', () => {
    const result = whatIf(device('xe-slp-cslu-default-unused'), rules, ['license smart transport smart'])
    expect(result?.store.facts.derived?.failing_now).toBe(false)
  })

  test('a time server added: whether the clock follows it is seen later', () => {
    const result = whatIf(device('xe-clock-offset'), rules, ['ntp server 192.0.2.123'])
    expect(result?.store.facts.ntp?.configured).toBe(true)
    expect(result?.store.facts.ntp?.synchronised).toBeUndefined()
  })

  test('licensing that is switched on starts anew', () => {
    const result = whatIf(device('nx-sl-disabled'), rules, ['license smart enable'])
    expect(result?.store.facts.license).toMatchObject({ enabled: true, generation: 'classic' })
    expect(result?.effect.clears).toContain('sl-disabled-nxos')
  })
})
