// The usual mistakes: each gets one sentence with the flag, what is wrong and what to write; passwords are not repeated.
import { describe, expect, test } from 'vitest'
import { argumentsOf, namedPath } from '../../../src/cli/probe/arguments.ts'
import { probeSettings } from '../../../src/cli/probe/flags.ts'
import { checkUrl, proxyOf, serverHost } from '../../../src/cli/probe/words.ts'

function complaint(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('--url', () => {
  test.each([
    ['', /--url is empty: .*https:\/\/tools\.cisco\.com/],
    ['tools.cisco.com', /with https:\/\/ in front/],
    ['tools.cisco.com:443/its', /with https:\/\/ in front/],
    ['htps://tools.cisco.com/', /htps:\/\/ is not probed: write http:\/\/ or https:\/\//],
    ['ftp://x.example.net/', /ftp:\/\/ is not probed/],
    ['https://2001:db8::7/SmartTransport', /IPv6 address in brackets, e\.g\. https:\/\/\[2001:db8::7\]\//],
    ['https://x.example.net:99999/', /port is a number from 1 to 65535/],
    ['https://x.example.net:0/', /port is a number/],
    ['https://x.example.net:/', /port is a number/],
    ['https://x.example.net:https/', /port is a number|no name and no address/],
    ['https:///SmartTransport', /names no host/],
    ['https://', /names no host/],
    ['https://a b/', /no name and no address/],
    ['https://ex%61mple..net/', /no name and no address/],
  ])('%s', (url, said) => {
    const message = complaint(() => checkUrl(url))
    expect(message).toMatch(said)
    expect(message).toContain('--url')
    expect(message.split('\n')).toHaveLength(1)
  })

  test.each([
    'https://tools.cisco.com/its/service/oddce/services/DDCEService',
    'HTTP://SSM.example.net:8080',
    'https://[2001:db8::7]:8443/SmartTransport',
    'http://192.0.2.7:8182/cslu/v1/pi?x=@',
  ])('%s is fine', url => {
    expect(checkUrl(url)).toBe(url)
  })

  test('with a login repeats neither name nor password', () => {
    const message = complaint(() => checkUrl('https://bob:geheim@x.example.net/'))
    expect(message).toMatch(/leave them out/)
    expect(message).not.toMatch(/bob|geheim/)
  })
})

describe('--proxy', () => {
  test.each([
    ['proxy.example.net', /has no port: write HOST:PORT, e\.g\. proxy\.example\.net:8080/],
    ['http://proxy.example.net/', /has no port/],
    ['proxy.example.net:99999', /1 to 65535/],
    ['proxy.example.net:http', /1 to 65535/],
    ['https://proxy.example.net:3128', /plain HTTP to their proxy/],
    ['2001:db8::8:3128', /in brackets/],
    ['2001:db8::8', /in brackets/],
    ['[2001:db8::zz]:3128', /no name and no address/],
    [':3128', /no name and no address/],
    ['', /no name and no address/],
    ['pro xy:3128', /no name and no address/],
  ])('%s', (text, said) => {
    const message = complaint(() => proxyOf(text))
    expect(message).toMatch(said)
    expect(message).toContain('--proxy')
  })

  test('with a login says where that belongs, and does not repeat it', () => {
    const message = complaint(() => proxyOf('http://bob:geheim@proxy.example.net:3128'))
    expect(message).toMatch(/--proxy-user.*SMARTLIC_PROXY_PASSWORD/)
    expect(message).not.toMatch(/bob|geheim/)
  })

  test.each([
    ['Proxy.example.net:3128', 'proxy.example.net', 3128],
    ['http://proxy.example.net:80/', 'proxy.example.net', 80],
    ['[2001:db8::8]:3128', '2001:db8::8', 3128],
    ['192.0.2.8:3128', '192.0.2.8', 3128],
  ])('%s is fine', (text, host, port) => {
    expect(proxyOf(text)).toEqual({ host, port })
  })
})

describe('--server-host', () => {
  test.each([
    ['gw.example.net', 'gw.example.net'],
    ['gw.example.net:8443', 'gw.example.net:8443'],
    ['2001:db8::1', '[2001:db8::1]'],
    ['[2001:db8::1]:8443', '[2001:db8::1]:8443'],
  ])('%s', (text, shown) => {
    expect(serverHost(text)).toBe(shown)
    expect(namedPath({ method: 'gateway', 'server-host': text })?.url).toBe(
      `https://${shown}/Transportgateway/services/DeviceRequestHandler`,
    )
  })

  test.each([
    ['https://gw.example.net/', /without https:\/\/ and path/],
    ['gw.example.net/x', /without https/],
    ['gw example', /no name and no address/],
    ['gw.example.net:0', /1 to 65535/],
  ])('%s is none', (text, said) => {
    expect(complaint(() => serverHost(text))).toMatch(said)
  })
})

test('name servers and the own address are addresses, time servers are hosts', () => {
  const path = (more: object) => () => namedPath({ method: 'direct', ...more })
  expect(complaint(path({ server: ['dns.example.net'] }))).toMatch(
    /--server: dns\.example\.net is no IP address/,
  )
  expect(complaint(path({ ntp: ['a b'] }))).toMatch(/--ntp a b: .*write one host/)
  expect(complaint(path({ server: ['2001:db8::53'], ntp: ['ntp.example.net', '192.0.2.1'] }))).toBe('')
  expect(complaint(() => probeSettings({ bind: 'eth0' }, {}, undefined))).toMatch(
    /--bind: eth0 is no IP address/,
  )
  expect(complaint(() => probeSettings({}, { SMARTLIC_PROBE_SERVERS: 'x' }, undefined))).toMatch(
    /SMARTLIC_PROBE_SERVERS: x is no IP address/,
  )
})

test('a login for the proxy has a password, also an empty one', () => {
  const settings = (user: string, env: Record<string, string>) => () =>
    probeSettings({ 'proxy-user': user }, env, undefined)
  expect(complaint(settings('noc', {}))).toMatch(/set SMARTLIC_PROXY_PASSWORD/)
  expect(complaint(settings('a:b', { SMARTLIC_PROXY_PASSWORD: 'x' }))).toMatch(/colon/)
  expect(settings('noc', { SMARTLIC_PROXY_PASSWORD: '' })().proxyCredentials).toEqual({
    user: 'noc',
    password: '',
  })
})

test.each(['sw1.txt', './sw1', 'out/sw1', 'sw1.LOG', 'C:\\sw1'])(
  '%s that is not there is a file, not a host',
  async word => {
    await expect(argumentsOf([word], undefined, false)).rejects.toThrow(`there is no file ${word}`)
  },
)

test.each(['sw1', 'noc@10.0.0.1:2022', 'sw1.conf.example.net', '@hosts.csv', '2001:db8::1'])(
  '%s is a host',
  async word => {
    expect(await argumentsOf([word], undefined, false)).toEqual({ kind: 'hosts' })
  },
)
