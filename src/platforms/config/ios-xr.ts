// What the configuration editor knows of IOS XR: which lines replace, which add up, which are in force unseen.
import type { CommandRow, ModeRow } from './form.ts'
import { rows } from './rows.ts'

const callHome: ModeRow = {
  head: 'call-home',
  prompt: 'config-call-home',
  container: true,
  inline: 'block',
  commands: rows(
    'service active', 'contact smart-licensing', 'contact-email-addr =', 'vrf =', 'source-interface = <if>', 'http-proxy =',
    'mail-server <rest>', 'sender from =', 'sender reply-to =', 'phone-number =', 'street-address =', 'customer-id =',
    'contract-id =', 'site-id =', 'rate-limit =', 'syslog-throttling', 'data-privacy <rest>', 'alert-group <rest>',
    'aaa-authorization <rest>', 'alert-group-config <rest>',
  ), // biome-ignore format: by subject
  modes: [
    {
      head: 'profile <name>',
      prompt: 'config-call-home-profile',
      commands: rows(
        'active', 'destination address http <rest>', 'destination address email <rest>', 'destination transport-method <name>',
        'destination preferred-msg-format =', 'destination message-size-limit =', 'reporting <name>',
        'anonymous-reporting-only', 'subscribe-to-alert-group <rest>',
      ), // biome-ignore format: by subject
    },
  ],
}

const nameCommands: CommandRow[] = rows(
  'name-server <name>', 'ipv4 host <name> =+', 'ipv6 host <name> =+', 'lookup disable', 'lookup source-interface = <if>',
  'name =', 'list <rest>', 'multicast =',
) // biome-ignore format: by subject

const staticFamily: ModeRow = {
  head: 'address-family <name> <name>',
  prompt: 'config-static-afi',
  container: true,
  commands: rows('<name> <rest>'),
}

export const modes: readonly ModeRow[] = [
  callHome,
  {
    head: 'domain',
    prompt: 'config-domain',
    container: true,
    inline: 'flat',
    commands: nameCommands,
    modes: [
      {
        head: 'vrf <name>',
        prompt: 'config-domain-vrf',
        container: true,
        inline: 'flat',
        commands: nameCommands,
      },
    ],
  },
  {
    head: 'http client',
    prompt: 'config-http-client',
    container: true,
    inline: 'flat',
    commands: rows(
      'vrf =', 'source-interface ipv4 = <if>', 'source-interface ipv6 = <if>', 'source-interface = <if>', 'connection <rest>',
      'secure-verify-host disable', 'secure-verify-peer disable', 'ssl =', 'tls-version =', 'proxy <rest>', 'proxy-server =',
      'response timeout =', 'tcp-window-scale =', 'version =',
    ), // biome-ignore format: by subject
  },
  {
    head: 'ntp',
    prompt: 'config-ntp',
    container: true,
    inline: 'block',
    commands: rows(
      'server vrf <name> <name> =',
      'server <name> =',
      'peer vrf <name> <name> =',
      'peer <name> =',
      'source = <if>',
      '<rest>',
    ),
  },
  {
    head: 'license smart',
    prompt: 'config-license-smart',
    container: true,
    inline: 'flat',
    commands: rows(
      'enable', 'transport =', 'url cslu =', { form: 'url smart =', drops: ['url default'] }, { form: 'url =', drops: ['url smart'] },
      'vrf =', 'proxy hostname =', 'proxy address =', 'proxy port =', 'proxy =', 'flexible-consumption enable',
      'usage interval =', 'privacy <rest>', 'reservation', 'periodic <rest>',
    ), // biome-ignore format: by subject
  },
  {
    head: 'router static',
    prompt: 'config-static',
    container: true,
    inline: 'block',
    commands: [],
    modes: [
      { ...staticFamily, inline: 'block' },
      {
        head: 'vrf <name>',
        prompt: 'config-static-vrf',
        container: true,
        inline: 'block',
        commands: [],
        modes: [{ ...staticFamily, prompt: 'config-static-vrf-afi', inline: 'block' }],
      },
    ],
  },
  { head: 'interface <if> l2transport', prompt: 'config-subif', open: true, commands: [] },
  {
    head: 'interface <if>',
    prompt: 'config-if',
    open: true,
    words: ['ipv4', 'ipv6', 'vrf', 'lldp', 'cdp', 'service-policy', 'logging', 'no'],
    commands: rows(
      'shutdown', 'description =', 'mtu =', 'vrf =', 'ipv4 address <name> <name> secondary', 'ipv4 address =', 'ipv6 address <rest>',
      'ipv4 unnumbered =', 'bandwidth =', 'cdp',
    ), // biome-ignore format: by subject
  },
  {
    head: 'crypto ca trustpoint <name>',
    prompt: 'config-trustp',
    open: true,
    words: ['vrf', 'crl'],
    commands: rows(
      'crl optional',
      'enrollment url =',
      'enrollment <name> =',
      'vrf =',
      'subject-name =',
      'rsakeypair =',
      'sftp-username =',
      'ca-keypair =',
    ),
  },
  {
    head: 'vrf <name>',
    prompt: 'config-vrf',
    open: true,
    commands: rows('description =', 'rd =', 'mode =', 'vpn id ='),
    modes: [{ head: 'address-family <rest>', prompt: 'config-vrf-af', open: true, commands: [] }],
  },
  ...['router <rest>', 'line <rest>', 'class-map <rest>', 'policy-map <rest>', 'ipv4 access-list <rest>', 'control-plane',
    'taskgroup <rest>', 'usergroup <rest>', 'aaa group <rest>', 'telemetry model-driven', 'l2vpn', 'mpls <rest>', 'grpc', 'redundancy',
  ].map(head => ({ head, prompt: `config-${head.split(' ')[0]}`, open: true, commands: [] })), // biome-ignore format: by subject
  {
    head: 'username <name>',
    prompt: 'config-un',
    open: true,
    commands: rows('group <rest>', 'secret =', 'password ='),
  },
]

export const commands: readonly CommandRow[] = rows(
  'hostname =', 'clock timezone =', 'clock summer-time =', 'logging <rest>', 'banner <name> =', 'ssh server <rest>', 'ssh client <rest>',
) // biome-ignore format: by subject

export const words: readonly string[] = [
  'aaa', 'apply-group', 'cdp', 'cef', 'cinetd', 'clock', 'crypto', 'dhcp', 'ethernet', 'event', 'fault', 'flow', 'ftp', 'group', 'hw-module',
  'icmp', 'ipv4', 'ipv6', 'key', 'lacp', 'lldp', 'mirror', 'monitor-session', 'multicast-routing', 'netconf', 'netconf-yang', 'nsr', 'object-group',
  'performance-mgmt', 'radius-server', 'service', 'snmp-server', 'ssh', 'tacacs', 'tacacs-server', 'tcp', 'telnet', 'tftp', 'udp',
  'vty-pool', 'xml',
] // biome-ignore format: by letter

/** The admin plane of 32-bit images: licensing is switched on there. */
export const adminCommands: readonly CommandRow[] = rows(
  'license smart enable',
  'license smart transport =',
  'license smart url =',
  'hostname =',
)
export const adminModes: readonly ModeRow[] = [
  {
    head: 'username <name>',
    prompt: 'config-un',
    open: true,
    commands: rows('group <rest>', 'secret =', 'password ='),
  },
]
export const adminWords: readonly string[] = [
  'aaa',
  'sdr',
  'pairing',
  'fabric',
  'hw-module',
  'logging',
  'license',
]
