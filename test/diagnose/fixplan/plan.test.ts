// Several fixes as one plan: what is merged, in which order, and what the plan says beside its lines.
import { describe, expect, test } from 'vitest'
import { planFixes } from '../../../src/diagnose/fixplan/index.ts'
import { finding } from '../../report/sample.ts'
import { cause, plan } from './sample.ts'

const URL = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'

describe('lines', () => {
  test('every sub-mode once, in one block, complete for pasting', () => {
    const { config, rules } = plan('ios-xe', [
      cause('b', 'url', {
        config: `call-home\n profile "CiscoTAC-1"\n  no destination address http http://x.example/\n  destination address http ${URL}`,
      }),
      cause('c', 'vrf', { config: 'call-home\n vrf Mgmt-vrf\n source-interface GigabitEthernet0/0' }),
      cause('a', 'profile', { config: 'call-home\n profile "CiscoTAC-1"\n  active' }),
    ])
    expect(rules).toEqual(['a', 'b', 'c'])
    expect(config).toEqual([
      'configure terminal',
      'call-home',
      ' vrf Mgmt-vrf',
      ' source-interface GigabitEthernet0/0',
      ' profile "CiscoTAC-1"',
      '  active',
      '  no destination address http http://x.example/',
      `  destination address http ${URL}`,
      'end',
      'write memory',
    ])
  })

  test('a profile is the same with and without quotes', () => {
    const { parts } = plan('ios-xe', [
      cause('a', 'profile', { config: 'call-home\n profile "CiscoTAC-1"\n  active' }),
      cause('b', 'url', { config: 'call-home\n profile CiscoTAC-1\n  reporting smart-licensing-data' }),
    ])
    expect(parts.config.filter(line => line.includes('profile'))).toEqual([' profile "CiscoTAC-1"'])
  })

  test('the same line of two fixes stands once, a removal stays before what replaces it', () => {
    const replace = (old: string) =>
      `call-home\n profile "P"\n  no destination address http ${old}\n  destination address http ${URL}`
    const { parts } = plan('ios-xe', [
      cause('a', 'url', { config: replace('http://a.example/') }),
      cause('a', 'url', { config: replace('http://b.example/') }),
    ])
    expect(parts.config).toEqual([
      'call-home',
      ' profile "P"',
      '  no destination address http http://a.example/',
      `  destination address http ${URL}`,
      '  no destination address http http://b.example/',
    ])
  })

  test('a VRF before the lines that name it, name servers before what is fetched by name', () => {
    const { parts } = plan('ios-xe', [
      cause('trust', 'tls', { config: 'crypto pki trustpool import url http://www.cisco.com/x.p7b' }),
      cause('server', 'dns', { config: 'ip name-server vrf WAN 192.0.2.53' }),
      cause('vrf', 'dns', { config: 'vrf definition WAN\n rd 1:1' }),
    ])
    expect(parts.config).toEqual([
      'vrf definition WAN',
      ' rd 1:1',
      ' exit',
      'ip name-server vrf WAN 192.0.2.53',
      'crypto pki trustpool import url http://www.cisco.com/x.p7b',
    ])
  })

  test('a global line never stands where a sub-mode would take it', () => {
    const { parts } = plan('nx-os', [
      cause('a', 'dns', { config: 'vrf context management\n ip name-server 192.0.2.53' }),
      cause('b', 'dns', { config: 'ip name-server 192.0.2.54' }),
    ])
    expect(parts.config).toEqual([
      'ip name-server 192.0.2.54',
      'vrf context management',
      ' ip name-server 192.0.2.53',
    ])
  })

  test('IOS XR commits, and its admin plane has a block of its own', () => {
    const base = cause('mode', 'mode', {})
    const [first] = base.remediation
    if (first === undefined) throw new Error('no fix')
    const admin = { ...first, parts: { ...first.parts, admin_config: ['license smart enable'] } }
    const { config } = plan('ios-xr', [
      { ...base, remediation: [admin] },
      cause('vrf', 'vrf', { config: 'http client vrf MGMT' }),
    ])
    expect(config).toEqual([
      'admin', 'configure', 'license smart enable', 'commit', 'end', 'exit',
      'configure', 'http client vrf MGMT', 'commit', 'end',
    ]) // biome-ignore format: one block a line
  })
})

describe('exec lines', () => {
  test('stand once and after the configuration, however many fixes ask for them', () => {
    const { config, exec } = plan(
      'nx-os',
      [
        cause('a', 'profile', { config: 'callhome\n enable', exec: 'license smart renew auth' }),
        cause('b', 'source', { config: 'ip http source-interface mgmt0', exec: 'license smart renew auth' }),
        cause('c', 'entitlement', { exec: 'license smart renew auth' }),
      ],
      'license smart renew auth',
    )
    expect(exec).toEqual(['license smart renew auth'])
    expect(config.join('\n')).not.toContain('renew')
  })

  test('a registration makes renewals superfluous and says so', () => {
    const made = plan('ios-xe', [
      cause('out-of-compliance', 'entitlement', { exec: 'license smart renew auth' }),
      cause('idcert-expired', 'identity', { exec: 'license smart register idtoken <TOKEN> force' }),
    ])
    expect(made.exec).toEqual(['license smart register idtoken <TOKEN> force'])
    expect(made.rules).toEqual(['idcert-expired'])
    expect(made.left_out).toEqual([
      {
        rule: 'out-of-compliance',
        title: 'Mend it',
        kind: 'unneeded',
        reason:
          '`license smart renew auth` is not needed: license smart register idtoken <TOKEN> force does it',
      },
    ])
  })

  test('one registration, with force when one of the fixes needs it, after the deregistration', () => {
    const { exec } = plan('ios-xe', [
      cause('a', 'identity', { exec: 'license smart register idtoken <TOKEN>' }),
      cause('b', 'identity', {
        exec: 'license smart deregister\nlicense smart register idtoken <TOKEN> force',
      }),
    ])
    expect(exec).toEqual(['license smart deregister', 'license smart register idtoken <TOKEN> force'])
  })

  test('one request for a trust code, for all units', () => {
    const { exec } = plan('ios-xe', [
      cause('a', 'identity', { exec: 'license smart trust idtoken <TOKEN> local force' }),
      cause('b', 'identity', { exec: 'license smart trust idtoken <TOKEN> all' }),
      cause('c', 'reporting', { exec: 'license smart sync all' }),
    ])
    expect(exec).toEqual(['license smart trust idtoken <TOKEN> all force', 'license smart sync all'])
  })

  test('the clock and certificates come before registering, saving after it', () => {
    const { exec } = plan('ios-xr', [
      cause('a', 'identity', { exec: 'write memory\nlicense smart register idtoken <TOKEN>' }),
      cause('b', 'tls', { exec: 'crypto ca authenticate LicRoot' }),
    ])
    expect(exec).toEqual([
      'crypto ca authenticate LicRoot',
      'license smart register idtoken <TOKEN>',
      'write memory',
    ])
  })

  test('saving is not typed again after a block that saves', () => {
    const made = plan('ios-xe', [
      cause('a', 'dns', { config: 'ip domain lookup' }),
      cause('pki-key-not-saved', 'identity', { exec: 'write memory' }),
    ])
    expect(made.exec).toEqual([])
    expect(made.config.at(-1)).toBe('write memory')
    expect(made.left_out[0]).toMatchObject({ rule: 'pki-key-not-saved', kind: 'unneeded' })
  })

  test('the agent is made to try again only when the way of the messages was mended', () => {
    const retry = 'license smart renew auth'
    expect(plan('ios-xe', [cause('a', 'dns', { config: 'ip domain lookup' })], retry).exec).toEqual([retry])
    expect(plan('ios-xe', [cause('a', 'reporting', { config: 'x y' })], retry).exec).toEqual([])
    const seen = cause('unexplained', 'tcp', { steps: ['Look.'] }, { role: 'symptom' })
    expect(plan('ios-xe', [seen], retry).exec).toEqual([])
  })
})

describe('which findings', () => {
  const config = 'ip domain lookup'

  test('nothing that fails quietly, is advice, or is explained by a cause', () => {
    const quiet = [
      cause('info', 'dns', { config }, { severity: 'info' }),
      cause('advice', 'dns', { config }, { role: 'advice', severity: 'info' }),
      cause('symptom', 'tcp', { config }, { role: 'symptom', explained_by: ['x'] }),
      cause('passes', 'dns', { config }, { outcome: 'pass' }),
      finding({ rule: 'without-a-fix' }),
    ]
    expect(planFixes(quiet, { platform: 'ios-xe' })).toBeUndefined()
  })

  test('a symptom nobody explains takes part', () => {
    const made = plan('ios-xe', [cause('symptom', 'tcp', { config }, { role: 'symptom' })])
    expect(made.rules).toEqual(['symptom'])
  })

  test('of several ways the first, the others are named', () => {
    const made = plan('ios-xe', [
      cause(
        'lookup',
        'dns',
        { config: 'ip name-server <DNS>', title: 'Use a name server' },
        {},
        { config: 'ip host x.example <IP>', title: 'Or pin the name' },
      ),
    ])
    expect(made.parts.config).toEqual(['ip name-server <DNS>'])
    expect(made.left_out).toEqual([
      {
        rule: 'lookup',
        title: 'Or pin the name',
        kind: 'alternative',
        reason: 'a second way; the plan takes the first (Use a name server)',
      },
    ])
  })
})

describe('beside the lines', () => {
  test('the highest risk, every impact once', () => {
    const made = plan('ios-xe', [
      cause('a', 'dns', { config: 'ip domain lookup', impact: 'none' }),
      cause('b', 'crl', {
        config: 'crypto pki trustpool policy\n revocation-check none',
        risk: 'medium',
        impact: 'lowers trust',
      }),
      cause('c', 'clock', { config: 'ntp server <NTP>', impact: 'lowers trust' }),
    ])
    expect(made.risk).toBe('medium')
    expect(made.impact).toEqual(['lowers trust'])
  })

  test('the undos in reverse, sub-modes merged; the registration goes first, sentences stand apart', () => {
    const made = plan('ios-xe', [
      cause('a', 'profile', {
        config: 'call-home\n profile "P"\n  active',
        undoConfig: 'call-home\n profile "P"\n  no active',
      }),
      cause('b', 'vrf', { config: 'call-home\n vrf X', undoConfig: 'call-home\n no vrf X' }),
      cause('c', 'identity', {
        exec: 'license smart register idtoken <TOKEN>',
        undoExec: 'license smart deregister',
      }),
      cause('d', 'entitlement', {
        exec: 'license smart conversion start',
        undo: ['It cannot be taken back.'],
      }),
      cause('e', 'reporting', { exec: 'license smart sync all', undo: ['nothing to take back.'] }),
    ])
    expect(made.undo).toEqual([
      'license smart deregister',
      'configure terminal',
      'call-home',
      ' no vrf X',
      ' profile "P"',
      '  no active',
      'end',
      'write memory',
    ])
    expect(made.undo_notes).toEqual(['It cannot be taken back.'])
  })

  test('placeholders with a word on where the value is found; a step that says it is the hint', () => {
    const made = plan('ios-xe', [
      cause('a', 'dns', {
        config: 'ip name-server <DNS>',
        steps: ['`<DNS>` is a name server that answers in VRF WAN.', 'Ask the firewall team.'],
      }),
      cause('b', 'identity', { exec: 'license smart register idtoken <TOKEN>' }),
      cause('c', 'url', { config: 'license smart url cslu http://<SOMETHING>/' }),
    ])
    expect(Object.fromEntries(made.placeholders.map(({ name, hint }) => [name, hint]))).toEqual({
      '<DNS>': 'a name server that answers in VRF WAN',
      '<TOKEN>': expect.stringContaining('software.cisco.com'),
      '<SOMETHING>': 'a value of your network',
    })
    expect(made.steps).toEqual([{ rule: 'a', text: 'Ask the firewall team.' }])
  })

  test('steps and checks once each; what the server must answer is looked at last', () => {
    const status = { run: 'show license status', expect: 'SUCCEEDED' }
    const made = plan('ios-xe', [
      cause('a', 'dns', { config: 'x', steps: ['Do it.'] }, { verify: [status] }),
      cause(
        'b',
        'tls',
        { config: 'y', steps: ['Do it.'] },
        {
          verify: [
            { run: 'show clock', expect: 'the time' },
            { ...status, expect: 'AUTHORIZED' },
          ],
        },
      ),
    ])
    expect(made.steps).toEqual([{ rule: 'a', text: 'Do it.' }])
    expect(made.verify).toEqual([
      { run: 'show clock', expect: 'the time' },
      { run: 'show license status', expect: 'SUCCEEDED; AUTHORIZED' },
    ])
  })

  test('a step that tells what the plan types is left out; steps come before an attempt, and after what they follow', () => {
    const made = plan('ios-xe', [
      cause('a', 'tcp', {
        exec: 'license smart sync all',
        steps: ['Open the port.', 'Then type `license smart sync all`'],
      }),
    ])
    expect(made.steps).toEqual([{ rule: 'a', text: 'Open the port.' }])
    expect(made.steps_first).toBe(true)
    const saved = cause('b', 'reporting', {
      exec: 'license smart save usage all file x',
      steps: ['Upload the file.'],
    })
    expect(plan('ios-xe', [saved]).steps_first).toBe(false)
  })

  test('"first mend the way" is left out where the plan does mend it', () => {
    const renew = { exec: 'license smart renew auth', steps: ['First mend the way to the server'] }
    const late = cause('late', 'entitlement', renew)
    expect(plan('ios-xe', [late]).steps).toHaveLength(1)
    expect(plan('ios-xe', [cause('a', 'dns', { config: 'ip domain lookup' }), late]).steps).toEqual([])
  })
})
