// What the configuration editor knows of IOS and IOS XE: which lines replace, which add up, which are in force unseen.
import type { CommandRow, ModeRow } from './form.ts'
import { rows } from './rows.ts'

/** Address of the built-in profile. Source: Cisco IOS command reference, call-home. */
const CLOUD = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'

function profileCommands(builtIn: boolean): CommandRow[] {
  return rows(
    // The built-in profile is off and reports licensing; a user's own is on and reports nothing by itself.
    { form: 'active', on: !builtIn, shown: true },
    ...(builtIn ? [{ form: `destination address http ${CLOUD}`, on: true, shown: true }] : []),
    'destination address http <rest>',
    'destination address email <rest>',
    'destination transport-method http',
    { form: 'destination transport-method email', on: true, shown: true },
    'destination preferred-msg-format =',
    'destination message-size-limit =',
    { form: 'reporting smart-licensing-data', on: builtIn },
    { form: 'reporting smart-call-home-data', on: builtIn },
    'reporting all',
    'anonymous-reporting-only',
    'subscribe-to-alert-group <rest>',
  )
}

const callHome: ModeRow = {
  head: 'call-home',
  prompt: 'cfg-call-home',
  container: true,
  commands: rows(
    'contact-email-addr =', 'vrf =', 'source-interface = <if>', 'source-ip-address =', 'http-proxy =',
    'http resolve-hostname =', { form: 'http secure server-identity-check', on: true },
    'mail-server <rest>', 'sender from =', 'sender reply-to =', 'phone-number =', 'street-address =', 'customer-id =',
    'contract-id =', 'site-id =', 'rate-limit =', 'syslog-throttling', 'data-privacy <rest>', 'alert-group <rest>',
    'alert-group-config <rest>', 'aaa-authorization <rest>', 'contact smart-licensing',
  ), // biome-ignore format: by subject
  modes: [
    { head: 'profile "CiscoTAC-1"', prompt: 'cfg-call-home-profile', commands: profileCommands(true) },
    { head: 'profile "<name>"', prompt: 'cfg-call-home-profile', commands: profileCommands(false) },
  ],
}

const interfaceMode: ModeRow = {
  head: 'interface <if>',
  prompt: 'config-if',
  open: true,
  words: [
    'ip',
    'ipv6',
    'vrf',
    'ntp',
    'crypto',
    'service-policy',
    'cdp',
    'lldp',
    'spanning-tree',
    'logging',
    'no',
  ],
  commands: rows(
    'shutdown', 'description =', 'mtu =', 'bandwidth =', 'speed =', 'duplex =',
    // `% Interface Vlan10 IPv4 disabled and address(es) removed due to enabling VRF`
    { form: 'vrf forwarding =', drops: ['ip address', 'ipv6 address'] },
    { form: 'ip vrf forwarding =', drops: ['ip address'] },
    'ip address <name> <name> secondary',
    { form: 'ip address =', on: true, shown: true },
    'ipv6 address <rest>', 'ip unnumbered =', 'switchport access vlan =', 'switchport mode =',
    'ip access-group <rest>', 'ip mtu =', 'encapsulation =', 'negotiation auto', 'channel-group =', { form: 'switchport', on: true },
  ), // biome-ignore format: by subject
}

const trustpoint: ModeRow = {
  head: 'crypto pki trustpoint <name>',
  also: ['crypto ca trustpoint <name>'],
  prompt: 'ca-trustpoint',
  open: true,
  words: ['vrf', 'source', 'hash'],
  commands: rows(
    'enrollment mode =', 'enrollment retry <rest>', 'enrollment =', 'revocation-check =', 'vrf =', 'source interface = <if>',
    'subject-name =', 'rsakeypair =', 'fqdn =', 'usage =', 'hash =', 'serial-number =', 'auto-enroll =', 'chain-validation =',
    'crl <rest>',
  ), // biome-ignore format: by subject
}

export const modes: readonly ModeRow[] = [
  callHome,
  interfaceMode,
  trustpoint,
  {
    head: 'crypto pki trustpool policy',
    prompt: 'ca-trustpool',
    container: true,
    open: true,
    words: ['vrf', 'source'],
    commands: rows(
      'revocation-check =',
      'cabundle url =',
      'vrf =',
      'source interface = <if>',
      'crl <rest>',
      'match <rest>',
    ),
  },
  {
    head: 'crypto pki certificate chain <name>',
    prompt: 'config-cert-chain',
    open: true,
    commands: rows('certificate <rest>'),
  },
  {
    head: 'vrf definition <name>',
    prompt: 'config-vrf',
    commands: rows('rd =', 'description =', 'route-target <rest>'),
    modes: [{ head: 'address-family <rest>', prompt: 'config-vrf-af', open: true, commands: [] }],
  },
  {
    head: 'ip vrf <name>',
    prompt: 'config-vrf',
    commands: rows('rd =', 'description =', 'route-target <rest>'),
  },
  ...['line <rest>', 'router <rest>', 'ip access-list <rest>', 'class-map <rest>', 'policy-map <rest>', 'control-plane',
    'redundancy', 'route-map <rest>', 'vlan <rest>', 'flow <rest>', 'archive', 'aaa group <rest>', 'key chain <rest>',
    'radius server <rest>', 'tacacs server <rest>', 'event manager applet <rest>', 'ip dhcp pool <rest>', 'crypto map <rest>',
    'crypto keyring <rest>', 'crypto isakmp <rest>', 'crypto ikev2 <rest>', 'telemetry ietf subscription <rest>',
  ].map(head => ({ head, prompt: `config-${head.split(' ')[0]}`, open: true, commands: [] })), // biome-ignore format: by subject
]

export const commands: readonly CommandRow[] = rows(
  'hostname =',
  'clock timezone =', 'clock summer-time =', 'clock calendar-valid',
  // Printed in either state: hardening guides have it switched off.
  { form: 'service call-home', on: true, shown: true }, 'call-home reporting =', 'service timestamps <name> =', 'service <rest>',

  'ip domain lookup vrf <name> source-interface = <if>',
  { form: 'ip domain lookup source-interface = <if>', also: ['ip domain-lookup source-interface = <if>'] },
  { form: 'ip domain lookup', also: ['ip domain-lookup'], on: true },
  { form: 'ip domain name vrf <name> =', also: ['ip domain-name vrf <name> ='] },
  { form: 'ip domain name =', also: ['ip domain-name ='] },
  { form: 'ip domain list <rest>', also: ['ip domain-list <rest>'] },
  'ip name-server vrf <name> +', 'ip name-server +',
  'ip host vrf <name> <name> =+', 'ip host <name> =+', 'ipv6 host <name> =+',

  'ip http client source-interface = <if>', 'ip http client secure-trustpoint =', 'ip http client <name> =',
  'ip http server', 'ip http secure-server', 'ip http <rest>',
  'ip route vrf <name> <rest>', 'ip route <rest>', 'ipv6 route <rest>', 'ip default-gateway =', { form: 'ip routing', on: true },

  'ntp server vrf <name> <name> =', 'ntp server ip <name> =', 'ntp server ipv6 <name> =', 'ntp server <name> =',
  'ntp peer vrf <name> <name> =', 'ntp peer <name> =', 'ntp source = <if>', 'ntp <rest>', 'sntp server <name> =',

  'license boot level =', 'license smart transport =',
  'license smart url cslu =',
  // The device keeps both lines in step (Smart Licensing Using Policy command reference).
  { form: 'license smart url smart =', drops: ['license smart url https', 'license smart url default', 'license smart url http:'] },
  { form: 'license smart url =', drops: ['license smart url smart'] },
  'license smart vrf =', 'license smart proxy address =', 'license smart proxy port =', 'license smart enable',
  { form: 'license smart server-identity-check', on: true }, 'license smart usage interval =', 'license smart reservation',
  'license smart privacy <rest>', 'license smart custom_id =', 'license accept end user agreement', 'license feature <rest>',

  { form: 'crypto pki trustpool import <rest>', action: true }, { form: 'crypto pki trustpool clean', action: true },
  { form: 'crypto pki authenticate <rest>', action: true }, { form: 'crypto pki enroll <rest>', action: true },
  { form: 'crypto pki import <rest>', action: true }, { form: 'crypto key <rest>', action: true },
  'username <name> =', 'enable secret =', 'enable password =', 'logging <rest>', 'banner <name> =',
) // biome-ignore format: by subject

/** First words of global lines that are none of the above: taken as they are. */
export const words: readonly string[] = [
  'aaa', 'access-list', 'alias', 'arp', 'boot', 'boot-start-marker', 'buffers', 'cdp', 'clock', 'config-register', 'crypto',
  'cts', 'device-tracking', 'diagnostic', 'dot1x', 'enable', 'errdisable', 'exception', 'file', 'ip', 'ipv6', 'key', 'lacp',
  'ldap', 'license', 'lldp', 'login', 'mac', 'memory', 'monitor', 'mls', 'mpls', 'netconf-yang', 'nat', 'platform', 'power',
  'privilege', 'process', 'qos', 'radius-server', 'restconf', 'scheduler', 'security', 'snmp-server', 'spanning-tree', 'ssh',
  'stack-power', 'standby', 'subscriber', 'switch', 'system', 'tacacs-server', 'tftp-server', 'transceiver', 'udld', 'version',
  'virtual-service', 'vtp', 'vtp', 'wireless', 'udp-small-servers', 'no',
] // biome-ignore format: by letter
