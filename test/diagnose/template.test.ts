// Device text in messages and in lines to paste.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FILTERS,
  parseTemplate,
  placeholdersIn,
  renderLines,
  renderText,
} from '../../src/diagnose/template.ts'

const paste = (filter: string, value: unknown, path = 'license.pool'): string =>
  renderLines(`x {{${path} | ${filter}}}`, () => value)[0] ?? ''

describe('values in lines to paste', () => {
  test.each([
    ['interface', 'GigabitEthernet0/0'], ['interface', 'mgmt0'], ['interface', 'MgmtEth0/RP0/CPU0/0'],
    ['interface', 'Port-channel1.20'], ['interface', 'Vlan10'], ['interface', 'MgmtEth 0/RSP0/CPU0/0'],
    ['url', 'https://tools.cisco.com/its/service/oddce/services/DDCEService'], ['url', 'http://10.1.1.1:8080/Transportgateway/services/DeviceRequestHandler'],
    ['url', 'https://[2001:db8::1]/SmartTransport'], ['hostname', 'smartreceiver.cisco.com'], ['hostname', 'cslu-local'],
    ['ip', '192.0.2.1'], ['ip', '2001:db8::1'], ['ip', '::ffff:192.0.2.1'], ['ip', 'fe80::'],
    ['name', 'CiscoTAC-1'], ['name', 'Mgmt-vrf'], ['name', 'SLA-TrustPoint'], ['number', '443'],
  ])('%s keeps %s', (filter, value) => {
    expect(paste(filter, value)).toBe(`x ${value}`)
  }) // biome-ignore format: one glance

  test.each([
    ['interface', 'Gi0/0 ; reload', '<INTERFACE>'], ['interface', '', '<INTERFACE>'], ['interface', 'Gi0/0\nreload', '<INTERFACE>'],
    ['url', 'ftp://x/y', '<URL>'], ['url', 'https://user:pw@host/x', '<URL>'], ['url', 'https://host/x?y', '<URL>'],
    ['url', 'https://host/x\r\nreload', '<URL>'], ['url', 'tools.cisco.com', '<URL>'], ['https', 'https://-/', '<URL>'],
    ['hostname', 'a b', '<HOST>'], ['hostname', '', '<HOST>'], ['hostname', '-x', '<HOST>'],
    ['ip', '300.1.1.1', '<IP>'], ['ip', '1.2.3', '<IP>'], ['ip', '2001::db8::1', '<IP>'], ['ip', ':::', '<IP>'],
    ['name', 'a"b', '<NAME>'], ['name', 'a b', '<NAME>'], ['name', undefined, '<NAME>'], ['name', true, '<NAME>'],
    ['number', 'x', '<NUMBER>'], ['number', 1.5, '<NUMBER>'],
  ])('%s refuses %j', (filter, value, placeholder) => {
    expect(paste(filter, value)).toBe(`x ${placeholder}`)
  }) // biome-ignore format: one glance

  test('https changes the scheme and drops port 80', () => {
    expect(paste('https', 'http://tools.cisco.com:80/its')).toBe('x https://tools.cisco.com/its')
    expect(paste('https', 'http://host:8443/its')).toBe('x https://host:8443/its')
  })

  test('a list is typed with spaces, all of it or none', () => {
    expect(paste('ip', ['192.0.2.1', '192.0.2.2'])).toBe('x 192.0.2.1 192.0.2.2')
    expect(paste('ip', ['192.0.2.1', 'reload'])).toBe('x <IP>')
    expect(paste('ip', [])).toBe('x <IP>')
    expect(paste('name', ['MGMT'])).toBe('x MGMT')
    expect(paste('name', ['MGMT', 'OOB'])).toBe('x <NAME>')
  })

  test('a missing VRF is called a VRF', () => {
    expect(paste('name', '', 'derived.egress_vrf')).toBe('x <VRF>')
    expect(paste('name', '', 'license.transport.vrf')).toBe('x <VRF>')
  })

  test('no text of a device adds a line, a space or a command', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILTERS), fc.string({ unit: 'binary' }), (filter, text) => {
        const value = paste(filter, text).slice(2)
        expect(value).toMatch(filter === 'interface' ? /^[!-~]+( [!-~]+)?$/ : /^[!-~]+$/)
        expect(value).not.toMatch(/[;?|"'`\\]/)
      }),
    )
  })

  test('keeps indentation, drops blank lines and finds placeholders', () => {
    const lines = renderLines('a\n\n  b {{x | ip}}   \n c <TOKEN>\n', () => undefined)
    expect(lines).toEqual(['a', '  b <IP>', ' c <TOKEN>'])
    expect(placeholdersIn(lines)).toEqual(['<IP>', '<TOKEN>'])
  })
})

describe('messages', () => {
  const values: Record<string, unknown> = {
    a: 'plain', n: 3, t: true, list: ['x', 'y'], none: [], empty: '',
    evil: '\u001b[2Jred\r\nline\u202e two\u0007', long: 'x'.repeat(2000), braces: '{{a}}',
  } // biome-ignore format: one glance

  test.each([
    ['{{a}}', 'plain'],
    ['{{ n }} of {{list}}', '3 of x, y'],
    ['{{t}}', 'yes'],
    ['{{none}}/{{empty}}/{{gone}}', '(none)/(none)/(unknown)'],
    ['{{braces}}', '{{a}}'],
    ['{{a | ip}}', '<IP>'],
  ])('%s', (template, text) => {
    expect(renderText(template, path => values[path])).toBe(text)
  })

  test('control characters never come through', () => {
    const text = renderText('{{evil}} {{long}}', path => values[path])
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(text.length).toBeLessThan(400)
  })
})

describe('parseTemplate', () => {
  test.each(['{{a', '{{a | shout}}', '{{a | ip | url}}', '{{a[0]}}', '{{}}', '{{A.b}}'])(
    'refuses %s',
    template => {
      expect(parseTemplate(template).problems).toHaveLength(1)
    },
  )

  test('reads what is sound', () => {
    expect(parseTemplate('a {{b.c | ip}} d')).toEqual({
      parts: ['a ', { path: 'b.c', filter: 'ip' }, ' d'],
      problems: [],
    })
  })
})
