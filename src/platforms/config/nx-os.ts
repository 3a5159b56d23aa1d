// What the configuration editor knows of NX-OS: which lines replace, which add up, which are in force unseen.
import type { CommandRow, ModeRow } from './form.ts'
import { rows } from './rows.ts'

const callHome: ModeRow = {
  head: 'callhome',
  prompt: 'config-callhome',
  container: true,
  commands: rows(
    'email-contact =', 'phone-contact =', 'streetaddress =', 'contract-id =', 'customer-id =', 'site-id =', 'switch-priority =',
    'destination-profile <name> transport-method <name>', 'destination-profile <name> index <name> http =',
    'destination-profile <name> index <name> email-addr =', 'destination-profile <name> email-addr <rest>',
    'destination-profile <name> alert-group <rest>', 'destination-profile <name> format =',
    'destination-profile <name> message-level =', 'destination-profile <name> message-size =', 'destination-profile <name>',
    'transport http use-vrf =', 'transport http proxy enable', 'transport http proxy server =',
    'transport email smtp-server =', 'transport email mail-server <rest>', 'transport email from =', 'transport email reply-to =',
    'enable', 'alert-group <rest>', 'duplicate-message throttle', 'periodic-inventory notification =',
    'periodic-inventory notification', 'data-privacy =', 'distribute',
  ), // biome-ignore format: by subject
  modes: [
    {
      head: 'diagnostic-signature',
      prompt: 'config-callhome-diag-sign',
      open: true,
      commands: [],
      container: true,
    },
  ],
}

export const modes: readonly ModeRow[] = [
  callHome,
  {
    head: 'vrf context <name>',
    prompt: 'config-vrf',
    commands: rows(
      'ip name-server +', 'ip domain-name =', 'ip domain-list <rest>', 'ip host <name> =+', 'ip route <rest>', 'ipv6 route <rest>',
      'rd =', 'vni =', 'description =', 'shutdown',
    ), // biome-ignore format: by subject
    modes: [{ head: 'address-family <rest>', prompt: 'config-vrf-af', open: true, commands: [] }],
  },
  {
    head: 'interface <if>',
    prompt: 'config-if',
    open: true,
    words: ['ip', 'ipv6', 'vrf', 'ntp', 'cdp', 'lldp', 'spanning-tree', 'logging', 'no'],
    commands: rows(
      // Both forms are printed: an SVI is down unless told otherwise, a routed port too.
      { form: 'shutdown', on: true, shown: true }, 'description =', 'mtu =', 'speed =',
      { form: 'vrf member =', drops: ['ip address', 'ipv6 address'] },
      'ip address <name> secondary', 'ip address =', 'ipv6 address <rest>', { form: 'switchport', on: true, shown: true },
      'switchport access vlan =', 'switchport mode =', 'channel-group =',
    ), // biome-ignore format: by subject
  },
  {
    head: 'crypto ca trustpoint <name>',
    prompt: 'config-trustpoint',
    commands: rows('revocation-check =', 'rsakeypair =', 'enrollment =', 'vrf ='),
  },
  ...['line <rest>', 'router <rest>', 'ip access-list <rest>', 'class-map <rest>', 'policy-map <rest>', 'control-plane',
    'route-map <rest>', 'vlan configuration <rest>', 'aaa group server <rest>', 'role name <rest>', 'vpc domain <name>',
    'object-group <rest>', 'key chain <rest>',
  ].map(head => ({ head, prompt: `config-${head.split(' ')[0]}`, open: true, commands: [] })), // biome-ignore format: by subject
]

export const commands: readonly CommandRow[] = rows(
  { form: 'hostname =', also: ['switchname ='] },
  'clock timezone =', 'clock summer-time =', 'clock protocol =', 'feature <rest>',
  'license smart enable', 'license smart transport =', 'license smart url cslu =',
  { form: 'license smart url smart =', drops: ['license smart url default'] },
  { form: 'license smart url =', drops: ['license smart url smart'] },
  'license smart vrf =', 'license smart proxy address =', 'license smart proxy port =', 'license smart usage interval =',
  'license smart privacy <rest>', 'license smart reservation', 'license grace-period',

  // Printed in either state by some releases.
  { form: 'ip domain-lookup', also: ['ip domain lookup'], on: true, shown: true },
  'ip domain-name =', 'ip domain-list <rest>', 'ip name-server +', 'ip host <name> =+', 'ip http source-interface = <if>',
  'ip route <rest>', 'ipv6 route <rest>',
  'ntp server <name> =', 'ntp peer <name> =', 'ntp source-interface = <if>', 'ntp <rest>',
  { form: 'crypto ca authenticate <rest>', action: true }, { form: 'crypto ca enroll <rest>', action: true },
  { form: 'crypto ca import <rest>', action: true },
  'username <name> =', 'logging <rest>', 'banner <name> =', 'boot <name> =', 'vlan <rest>',
) // biome-ignore format: by subject

export const words: readonly string[] = [
  'aaa', 'banner', 'cdp', 'cfs', 'cli', 'copp', 'crypto', 'enable', 'errdisable', 'fabric', 'feature', 'fips', 'hardware', 'ip',
  'ipv6', 'key', 'lacp', 'license', 'lldp', 'mac', 'monitor', 'no', 'nxapi', 'password', 'port-channel', 'power', 'qos',
  'radius-server', 'rmon', 'sflow', 'snmp-server', 'spanning-tree', 'ssh', 'system', 'tacacs-server', 'telnet', 'udld', 'userpassphrase',
  'version', 'vpc', 'vtp', 'xml',
] // biome-ignore format: by letter
