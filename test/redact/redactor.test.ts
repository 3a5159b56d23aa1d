// The stream: what a line becomes, what is reported, bounds, control characters, blocks of lines.
import { describe, expect, test } from 'vitest'
import { createRedactor, redactText } from '../../src/redact/redactor.ts'
import { MAX_LINE } from '../../src/redact/stream/lines.ts'
import { testMap } from './keyed.ts'

describe('what is left of a line tells its kind', () => {
  test.each([
    ['enable secret 9 $9$aB3$xyz', 'enable secret 9 <password hidden>'],
    ['username a privilege 15 secret 9 $9$aB3$xyz', 'username a privilege 15 secret 9 <password hidden>'],
    [
      'username a password 5 $5$aB3$xyz  role network-admin',
      'username a password 5 <password hidden>  role network-admin',
    ],
    ['snmp-server community s3cret RO 10', 'snmp-server community <community hidden> RO 10'],
    [
      'snmp-server host 192.0.2.9 vrf M version 2c s3cret bgp',
      'snmp-server host 192.0.2.9 vrf M version 2c <community hidden> bgp',
    ],
    [
      'tacacs-server host 192.0.2.9 key 7 "s3cret" timeout 5',
      'tacacs-server host 192.0.2.9 key 7 "<server-key hidden>" timeout 5',
    ],
    [
      'radius-server host 192.0.2.9 key my long secret',
      'radius-server host 192.0.2.9 key <server-key hidden>',
    ],
    [
      'crypto isakmp key s3cret address 192.0.2.9',
      'crypto isakmp key <pre-shared-key hidden> address 192.0.2.9',
    ],
    ['license smart register idtoken aBc123 force', 'license smart register idtoken <hidden> force'],
    ['ntp authentication-key 1 md5 s3cret 7', 'ntp authentication-key 1 md5 <ntp-key hidden> 7'],
    [
      ' http-proxy "http://bob:s3cret@proxy.example.net" port 8080',
      ' http-proxy "http://bob:<hidden>@proxy.example.net" port 8080',
    ],
    ['url https://hooks.slack.com/services/T0/B0/x', 'url https://hooks.slack.com/services/<hidden>'],
    ['    Password: s3cret', '    Password: <password hidden>'],
    ['{"password":"s3cret","a":1}', '{"password":"<password hidden>","a":1}'],
    ['<secret>s3cret</secret>', '<secret><hidden></secret>'],
    [
      'action 1.0 cli command "enable secret s3cret"',
      'action 1.0 cli command "enable secret <password hidden>"',
    ],
  ])('%s', (line, masked) => expect(redactText(line)).toBe(masked))

  test.each([
    'service password-encryption', 'aaa authentication login default group tacacs+ local', 'password encryption aes',
    'key chain OSPF', ' authentication order dot1x mab', ' neighbor 192.0.2.9 send-community both',
    ' ip ospf authentication message-digest', 'crypto key generate rsa modulus 2048', 'Key name: SLA-KeyPair',
    'ntp server 192.0.2.123 key 5 prefer', '    Password: <empty>', 'License Authorization: AUTHORIZED', '    Request code: <none>',
    'snmp-server enable traps snmp authentication linkdown', ' vrrp 1 priority 110', 'ip http client secure-trustpoint TP',
    'Failure reason: {"token":["The token has expired."]}', '% Password expired', 'logging host 192.0.2.60',
    '%AAAA-4-CLI_DEPRECATED: WARNING: Command has been added using a type 5 password. However, it is weak',
    'snmp-server group G v3 priv', ' privilege exec level 5 show running-config', 'username admin passphrase lifetime 99999',
  ])('%s is no secret', line => expect(redactText(line)).toBe(line)) // biome-ignore format: a list

  test('below a key chain a number is the number of a key', () => {
    const text = 'key chain K\n key 1\n  key-string 7 0822455D0A16\nradius server R\n key 12345\n'
    expect(redactText(text)).toBe(
      'key chain K\n key 1\n  key-string 7 <key-string hidden>\nradius server R\n key <server-key hidden>\n',
    )
  })
})

describe('report', () => {
  test('names kind, line and class of length, in the order of the text', () => {
    const redactor = createRedactor()
    redactor.push(
      'hostname a\nenable password x\nsnmp-server community 0123456789\r\nip routing\nusername b secret 9 $9$aaaaaaaaaaaaaa$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    )
    redactor.finish()
    expect(redactor.report()).toEqual([
      { kind: 'password', line: 2, length: 'short' },
      { kind: 'community', line: 3, length: 'medium' },
      { kind: 'password', line: 5, length: 'long' },
    ])
    expect(redactor.counts()).toEqual({ password: 2, community: 1 })
    expect(redactor.map()).toEqual([])
  })

  test('pseudonyms are reported with their kinds; the map is shared', () => {
    const map = testMap()
    const redactor = createRedactor({ level: 'identity', map })
    redactor.push('hostname edge-sw1\nip name-server 192.0.2.53\n')
    expect(redactor.report().map(({ kind, line }) => [kind, line])).toEqual([
      ['host', 1],
      ['ipv4', 2],
    ])
    expect(redactor.map()).toEqual(map.entries())
    expect(map.entries().map(entry => entry.original)).toEqual(['edge-sw1', '192.0.2.53'])
  })

  test('above level secrets a map is needed', () => {
    expect(() => createRedactor({ level: 'strict' })).toThrow('level strict needs a map')
  })
})

describe('lines', () => {
  test('nothing is passed on before its line is complete', () => {
    const redactor = createRedactor()
    expect(redactor.push('ip routing\nenable secret')).toBe('ip routing\n')
    expect(redactor.push(' hunter22')).toBe('')
    expect(redactor.push('\n')).toBe('enable secret <password hidden>\n')
    expect(redactor.finish()).toBe('')
  })

  test('line ends stay as they are, a missing last one too', () => {
    expect(redactText('a\r\nenable secret x\r\r\nb\n\nc')).toBe(
      'a\r\nenable secret <password hidden>\r\r\nb\n\nc',
    )
  })

  test('a wrapped secret is hidden in both lines, and the number of lines stays', () => {
    const line = `${'username operations-of-the-whole-campus-network privilege 15 secret 9 '.padStart(74)}$9$secretsecret`
    expect(redactText(`${line.slice(0, 80)}\n${line.slice(80)}\nip routing\n`)).toBe(
      `${line.slice(0, 74)}<password hidden>\n\nip routing\n`,
    )
  })

  test('a value in the next line, where the blank at the end of a long line was cut off', () => {
    const text =
      'snmp-server user monitoring-of-the-campus NETWORK-OPERATORS v3 auth sha\nhunter22hunter22 priv aes 128 hunter33hunter33\n'
    expect(redactText(text)).not.toMatch(/hunter/)
  })

  test('a log line after one as wide as a terminal is read by itself', () => {
    const line = '*Mar  4 08:00:10.101: %X-5-Y: changed by x: username netops secret my own words'.padEnd(
      80,
      '.',
    )
    const next = '*Mar  4 08:00:11.101: %SMART_LIC-3-COMM_FAILED: Communications failure'
    expect(redactText(`${line}\n${next}\n`).split('\n')[1]).toBe(next)
  })

  test('a line without end is cut, and what is dropped is reported', () => {
    const redactor = createRedactor()
    const out =
      redactor.push('x'.repeat(MAX_LINE + 10)) +
      redactor.push('y'.repeat(1000)) +
      redactor.push('\nip routing\n')
    expect(out.endsWith(' hidden>\nip routing\n')).toBe(true)
    expect(out.length).toBeLessThan(MAX_LINE + 100)
    expect(redactor.report()).toEqual([{ kind: 'overlong', line: 1, length: 'long' }])
  })
})

describe('control characters', () => {
  test('sequences inside a secret go with it, those around it stay', () => {
    expect(redactText('\u001b[1menable \u001b[7msecret\u001b[0m hun\u001b[0mter\u001b[K22\u001b[0m\n')).toBe(
      '\u001b[1menable \u001b[7msecret\u001b[0m <password hidden>\u001b[0m\n',
    )
  })

  test('a pager in front of a line, and what it wiped', () => {
    expect(
      redactText(' --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\benable secret hunter22\n'),
    ).toBe('enable secret <password hidden>\n')
    expect(redactText(' --More-- \r          \renable secret hunter22\n')).toBe(
      ' --More-- \r          \renable secret <password hidden>\n',
    )
  })

  test('what a person typed and took back does not stay', () => {
    expect(redactText('sw1#hunter22\b\b\b\b\b\b\b\bshow version\n')).toBe('sw1#show version\n')
  })

  test('NUL and C1 characters split no keyword', () => {
    expect(redactText('ena\u0000ble sec\u009bret hunter22\n')).not.toContain('hunter22')
  })
})

describe('blocks', () => {
  const body = 'MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgwMbRvI0MBZhpI'

  test('a private key is hidden line by line', () => {
    const text = `-----BEGIN RSA PRIVATE KEY-----\n${body}\n${body}\nAQAB\n-----END RSA PRIVATE KEY-----\nip routing\n`
    expect(redactText(text)).toBe(
      '-----BEGIN RSA PRIVATE KEY-----\n<private-key hidden>\n<private-key hidden>\n<private-key hidden>\n-----END RSA PRIVATE KEY-----\nip routing\n',
    )
  })

  test('a block that never closes does not take the rest with it', () => {
    const rest = 'sw1#show license all\nSmart Licensing is ENABLED\n'
    expect(redactText(`-----BEGIN RSA PRIVATE KEY-----\n${body}\n${rest}`)).toBe(
      `-----BEGIN RSA PRIVATE KEY-----\n<private-key hidden>\n${rest}`,
    )
  })

  test('certificates of a configuration, and what follows them', () => {
    const text =
      ' certificate ca 01\n  30820321 30820209 A0030201 02020101 300D0609 2A864886\n  F70D0101 0B\n  \tquit\nlicense smart transport smart\n'
    expect(redactText(text)).toBe(
      ' certificate ca 01\n  <key-data hidden>\n  <key-data hidden>\n  \tquit\nlicense smart transport smart\n',
    )
  })
})

describe('a text that was redacted before', () => {
  const text =
    'hostname edge-sw1\nip address 192.168.1.1 255.255.255.0\nip route 0.0.0.0 0.0.0.0 192.168.1.254\n'

  test('stays as it is with the same map', () => {
    const map = testMap()
    const once = redactText(text, { level: 'identity', map })
    expect(redactText(once, { level: 'identity', map })).toBe(once)
  })

  test('from a device an address is an address, even one that stands for another elsewhere', () => {
    const map = testMap()
    redactText(text, { level: 'identity', map, raw: true })
    const taken = map.of('ipv4', '192.168.1.1')
    const masked = redactText(`ip address ${taken} 255.255.255.0\n`, { level: 'identity', map, raw: true })
    expect(masked).not.toContain(taken)
    // Without being told so, the first original name or address of the text tells it.
    const mixed = redactText(`hostname other-sw\nip address ${taken} 255.255.255.0\n`, {
      level: 'identity',
      map,
    })
    expect(mixed).not.toContain(taken)
  })
})
