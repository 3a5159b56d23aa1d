// Lines typed in configuration mode: what replaces, what adds up, what is in force unseen, and where a line belongs.
import { describe, expect, test } from 'vitest'
import type { Platform } from '../../src/model/platform.ts'
import { applyPaste, ConfigEditor } from '../../src/platforms/config/index.ts'

interface Row {
  readonly what: string
  readonly config: string
  readonly typed: string
  readonly becomes: string
}

/** Blank margins of a template literal are for the eye. */
function block(text: string): string {
  const lines = text.replace(/^\n/, '').replace(/\s+$/, '').split('\n')
  const margin = Math.min(
    ...lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length),
  )
  return `${lines.map(line => line.slice(margin)).join('\n')}\n`
}

function rows(platform: Platform, list: readonly Row[]): void {
  describe(platform, () => {
    test.each(list.map(row => [row.what, row] as const))('%s', (_what, { config, typed, becomes }) => {
      const { text, notes } = applyPaste(platform, block(config), block(typed).split('\n'))
      expect(notes.filter(note => note.kind === 'refused')).toEqual([])
      expect(text).toBe(block(becomes))
    })
  })
}

rows('ios-xe', [
  {
    what: 'a line that replaces',
    config: 'hostname a\nip http client source-interface Vlan1\nend',
    typed: 'ip http client source-interface vlan 20\nhostname b',
    becomes: 'hostname b\nip http client source-interface Vlan20\nend',
  },
  {
    what: 'interface names cut short',
    config: 'interface GigabitEthernet1/0/1\n shutdown\nend',
    typed: 'int gi1/0/1\nno shut\ndesc uplink',
    becomes: 'interface GigabitEthernet1/0/1\n description uplink\nend',
  },
  {
    what: 'name servers add up on one line and go one by one',
    config: 'ip name-server 192.0.2.53 192.0.2.54\nend',
    typed: 'ip name-server 192.0.2.55\nno ip name-server 192.0.2.53',
    becomes: 'ip name-server 192.0.2.54 192.0.2.55\nend',
  },
  {
    what: 'name servers of a VRF are others',
    config: 'ip name-server 192.0.2.53\nend',
    typed: 'ip name-server vrf Mgmt 192.0.2.53',
    becomes: 'ip name-server 192.0.2.53\nip name-server vrf Mgmt 192.0.2.53\nend',
  },
  {
    what: 'lookup is on without a line, in both spellings',
    config: 'no ip domain-lookup\nend',
    typed: 'ip domain lookup',
    becomes: 'end',
  },
  { what: 'lookup switched off leaves a line', config: 'end', typed: 'no ip domain-lookup', becomes: 'no ip domain lookup\nend' },
  {
    what: 'the source interface of lookup is no lookup',
    config: 'no ip domain lookup\nend',
    typed: 'ip domain lookup source-interface Vlan1',
    becomes: 'no ip domain lookup\nip domain lookup source-interface Vlan1\nend',
  },
  {
    what: 'the built-in profile is off without a line',
    config: 'call-home\n profile "CiscoTAC-1"\n  active\nend',
    typed: 'call-home\nprofile CiscoTAC-1\nno active',
    becomes: 'call-home\n profile "CiscoTAC-1"\nend',
  },
  {
    what: "a user's profile is on without a line",
    config: 'call-home\n profile "NOC"\n  destination transport-method http\nend',
    typed: 'call-home\n profile "NOC"\n  no active',
    becomes: 'call-home\n profile "NOC"\n  destination transport-method http\n  no active\nend',
  },
  {
    what: 'taking the default address away leaves a line',
    config: 'call-home\n profile "CiscoTAC-1"\n  active\nend',
    typed:
      'call-home\n profile "CiscoTAC-1"\n  no destination address http https://tools.cisco.com/its/service/oddce/services/DDCEService\n  destination address http https://ssm.example.net/x',
    becomes:
      'call-home\n profile "CiscoTAC-1"\n  active\n  no destination address http https://tools.cisco.com/its/service/oddce/services/DDCEService\n  destination address http https://ssm.example.net/x\nend',
  },
  {
    what: 'a global line leaves the mode, a second profile goes to call-home',
    config: 'call-home\n profile "CiscoTAC-1"\n  active\nend',
    typed: 'call-home\nprofile B\nactive\nprofile CiscoTAC-1\nno active\nip name-server 192.0.2.1',
    becomes: 'call-home\n profile "CiscoTAC-1"\n profile "B"\n  active\nip name-server 192.0.2.1\nend',
  },
  {
    what: 'no of a mode removes the block',
    config: 'crypto pki trustpoint A\n revocation-check none\n!\ncrypto pki trustpoint B\n revocation-check crl\nend',
    typed: 'no crypto pki trustpoint A',
    becomes: '!\ncrypto pki trustpoint B\n revocation-check crl\nend',
  },
  {
    what: 'a block that stands only while it holds something goes with its last line',
    config: 'crypto pki trustpool policy\n revocation-check none\nend',
    typed: 'crypto pki trustpool policy\n no revocation-check none',
    becomes: 'end',
  },
  {
    what: 'a VRF takes the address of the interface with it',
    config: 'interface Vlan10\n description x\n ip address 192.0.2.1 255.255.255.0\nend',
    typed: 'interface Vlan10\n vrf forwarding Mgmt',
    becomes: 'interface Vlan10\n description x\n vrf forwarding Mgmt\nend',
  },
  {
    what: 'the two lines of the smart URL stay in step',
    config: 'license smart url https://old.example.net/x\nlicense smart url smart https://old.example.net/x\nlicense smart transport cslu\nend',
    typed: 'license smart url default\nlicense smart transport smart',
    becomes: 'license smart url default\nlicense smart transport smart\nend',
  },
  {
    what: 'default takes both forms away',
    config: 'no ip domain lookup\nlicense smart transport off\nend',
    typed: 'default ip domain lookup\ndefault license smart transport',
    becomes: 'end',
  },
  {
    what: 'a route by its first words',
    config: 'ip route 0.0.0.0 0.0.0.0 192.0.2.1\nip route 10.0.0.0 255.0.0.0 192.0.2.2\nend',
    typed: 'no ip route 10.0.0.0 255.0.0.0',
    becomes: 'ip route 0.0.0.0 0.0.0.0 192.0.2.1\nend',
  },
  {
    what: 'lines no table holds stay below their head',
    config: 'router bgp 65000\n bgp log-neighbor-changes\nend',
    typed: 'router bgp 65000\n address-family ipv4\n  network 192.0.2.0\n exit-address-family\nntp server 192.0.2.9',
    becomes: 'router bgp 65000\n bgp log-neighbor-changes\n address-family ipv4\n  network 192.0.2.0\nntp server 192.0.2.9\nend',
  },
]) // biome-ignore format: one glance

rows('nx-os', [
  {
    what: 'an index has one address',
    config: 'callhome\n  destination-profile CiscoTAC-1 index 1 http http://a/x\n  enable',
    typed: 'callhome\n destination-profile CiscoTAC-1 index 1 http https://b/x',
    becomes: 'callhome\n  destination-profile CiscoTAC-1 index 1 http https://b/x\n  enable',
  },
  {
    what: 'an index goes with its address or without',
    config: 'callhome\n  destination-profile P index 1 http http://a/x\n  destination-profile P index 2 http http://b/x\n  enable',
    typed: 'callhome\n no destination-profile P index 1 http http://a/x\n no destination-profile P index 2',
    becomes: 'callhome\n  enable',
  },
  {
    what: 'use-vrf replaces, and goes without its value',
    config: 'callhome\n  transport http use-vrf a\n  enable',
    typed: 'callhome\ntransport http use-vrf b\nno transport http use-vrf',
    becomes: 'callhome\n  enable',
  },
  {
    what: 'enable belongs to callhome, not to exec mode',
    config: 'callhome\n  email-contact a@b.example\n',
    typed: 'callhome\nenable',
    becomes: 'callhome\n  email-contact a@b.example\n  enable',
  },
  {
    what: 'name servers inside a VRF',
    config: 'ip name-server 192.0.2.1\nvrf context management\n  ip name-server 192.0.2.53 192.0.2.54\ninterface mgmt0',
    typed: 'vrf context management\n no ip name-server 192.0.2.54\n ip name-server 192.0.2.55',
    becomes: 'ip name-server 192.0.2.1\nvrf context management\n  ip name-server 192.0.2.53 192.0.2.55\ninterface mgmt0',
  },
  {
    what: 'an SVI shows both states',
    config: 'interface Vlan27\n  no shutdown\n  ip address 192.0.2.1/24',
    typed: 'interface vlan 27\nshut',
    becomes: 'interface Vlan27\n  shutdown\n  ip address 192.0.2.1/24',
  },
  {
    what: 'interfaces in any case',
    config: 'ip http source-interface Vlan27',
    typed: 'ip http source-interface MGMT 0',
    becomes: 'ip http source-interface mgmt0',
  },
  {
    what: 'no of a mode that is not there is harmless',
    config: 'vrf context a\n  ip route 0.0.0.0/0 192.0.2.1',
    typed: 'no vrf context b',
    becomes: 'vrf context a\n  ip route 0.0.0.0/0 192.0.2.1',
  },
]) // biome-ignore format: one glance

rows('ios-xr', [
  {
    what: 'a block line on one line',
    config: 'ntp\n server 192.0.2.1\n!\nend',
    typed: 'ntp server 192.0.2.2\nno ntp server 192.0.2.1',
    becomes: 'ntp\n server 192.0.2.2\n!\nend',
  },
  {
    what: 'a block that is not there yet is closed',
    config: 'hostname a\nend',
    typed: 'ntp server 192.0.2.2',
    becomes: 'hostname a\nntp\n server 192.0.2.2\n!\nend',
  },
  {
    what: 'one-line forms in their block, and blocks in one-line form',
    config: 'domain name-server 192.0.2.53\nend',
    typed: 'domain\n vrf A\n  name-server 192.0.2.54\n !\n no name-server 192.0.2.53',
    becomes: 'domain vrf A name-server 192.0.2.54\nend',
  },
  {
    what: 'a static route in a VRF',
    config: 'router static\n address-family ipv4 unicast\n  0.0.0.0/0 192.0.2.1\n !\n!\nend',
    typed: 'router static\n vrf MGMT\n  address-family ipv4 unicast\n   0.0.0.0/0 192.0.2.9',
    becomes:
      'router static\n address-family ipv4 unicast\n  0.0.0.0/0 192.0.2.1\n !\n vrf MGMT\n  address-family ipv4 unicast\n   0.0.0.0/0 192.0.2.9\n  !\n !\n!\nend',
  },
  {
    what: 'empty blocks go with their end',
    config: 'router static\n vrf MGMT\n  address-family ipv4 unicast\n   0.0.0.0/0 192.0.2.9\n  !\n !\n!\nend',
    typed: 'router static\n vrf MGMT\n  address-family ipv4 unicast\n   no 0.0.0.0/0 192.0.2.9',
    becomes: 'end',
  },
  {
    what: 'a `!` leaves one mode',
    config: 'call-home\n service active\n!\nend',
    typed: 'call-home\nprofile CiscoTAC-1\nactive\n!\nvrf MGMT',
    becomes: 'call-home\n service active\n vrf MGMT\n profile CiscoTAC-1\n  active\n !\n!\nend',
  },
  {
    what: 'root goes to the top',
    config: 'end',
    typed: 'router static\naddress-family ipv4 unicast\nroot\nhostname b',
    becomes: 'hostname b\nend',
  },
]) // biome-ignore format: one glance

describe('modes and prompts', () => {
  test.each<[Platform, string, string]>([
    ['ios-xe', 'call-home', 'cfg-call-home'],
    ['ios-xe', 'call-home;profile "CiscoTAC-1"', 'cfg-call-home-profile'],
    ['ios-xe', 'interface Vlan1', 'config-if'],
    ['ios-xe', 'crypto pki trustpoint X', 'ca-trustpoint'],
    ['ios-xe', 'interface Vlan1;exit', 'config'],
    ['ios-xe', 'interface Vlan1;end', 'exec'],
    ['ios-xe', 'exit', 'exec'],
    ['nx-os', 'callhome', 'config-callhome'],
    ['nx-os', 'vrf context management', 'config-vrf'],
    ['ios-xr', 'call-home;profile CiscoTAC-1', 'config-call-home-profile'],
    ['ios-xr', 'router static;vrf A;address-family ipv4 unicast', 'config-static-vrf-afi'],
  ])('%s: %s', (platform, typed, mode) => {
    const editor = new ConfigEditor(platform, '')
    for (const line of typed.split(';')) expect(editor.line(line).ok).toBe(true)
    expect(editor.mode).toBe(mode)
  })

  test('a line nobody knows is refused, and so is what stands below it', () => {
    const editor = new ConfigEditor('ios-xe', 'hostname a\n')
    expect(editor.line('frobnicate all').ok).toBe(false)
    expect(editor.line(' shutdown').ok).toBe(false)
    expect(editor.line('hostname b')).toMatchObject({ ok: true, changed: true })
    expect(editor.text()).toBe('hostname b\n')
  })

  test('exec commands are told apart', () => {
    expect(new ConfigEditor('ios-xe', '').line('do show clock')).toMatchObject({
      ok: true,
      exec: 'show clock',
    })
    expect(new ConfigEditor('ios-xe', '').line('license smart register idtoken X')).toMatchObject({
      ok: false,
    })
    expect(new ConfigEditor('nx-os', '').line('show clock')).toMatchObject({ ok: true, exec: 'show clock' })
  })

  test('a physical interface stays', () => {
    const editor = new ConfigEditor('ios-xe', 'interface GigabitEthernet0/0\n shutdown\n')
    expect(editor.line('no interface Gi0/0').ok).toBe(false)
    expect(editor.line('default interface Gi0/0')).toMatchObject({ ok: true, changed: true })
    expect(editor.text()).toBe('interface GigabitEthernet0/0\n')
  })

  test('a banner is taken whole', () => {
    const editor = new ConfigEditor('ios-xe', 'hostname a\nend\n')
    for (const line of ['banner motd ^C', ' no hostname', '^C', 'hostname b']) editor.line(line)
    expect(editor.text()).toBe('hostname b\nbanner motd ^C\n no hostname\n^C\nend\n')
  })
})

describe('IOS XR commits', () => {
  const config = 'hostname a\nend\n'

  test('nothing is in force before commit', () => {
    const editor = new ConfigEditor('ios-xr', config)
    editor.line('hostname b')
    expect(editor.text()).toBe(config)
    expect(editor.hasPendingChanges).toBe(true)
    editor.line('commit')
    expect(editor.text()).toBe('hostname b\nend\n')
  })

  test.each([
    ['yes', 'hostname b\nend\n', 'exec'],
    ['no', config, 'exec'],
    ['cancel', config, 'config'],
  ])('leaving with changes asks: %s', (answer, text, mode) => {
    const editor = new ConfigEditor('ios-xr', config)
    editor.line('hostname b')
    expect(editor.line('end').message).toContain('Uncommitted changes found')
    editor.line(answer)
    expect([editor.text(), editor.mode]).toEqual([text, mode])
  })

  test('abort forgets', () => {
    const editor = new ConfigEditor('ios-xr', config)
    editor.line('hostname b')
    editor.line('abort')
    expect([editor.text(), editor.mode, editor.hasPendingChanges]).toEqual([config, 'exec', false])
  })
})
