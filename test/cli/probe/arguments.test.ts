// Which of saved output, hosts and a path named by hand is meant; what does not go together says so.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { argumentsOf, assertNoHostFlags, namedPath } from '../../../src/cli/probe/arguments.ts'
import { renderProbeDryRun } from '../../../src/cli/probe/dry-run.ts'
import { probeSettings } from '../../../src/cli/probe/flags.ts'
import { createTheme } from '../../../src/cli/theme.ts'

const dir = mkdtempSync(join(tmpdir(), 'smartlic-probe-'))
const file = join(dir, 'sw1.txt')
writeFileSync(file, 'x')
afterAll(() => rmSync(dir, { recursive: true }))

test('files are saved output, other words hosts', async () => {
  expect(await argumentsOf([file, dir, '-'], undefined, false)).toEqual({ kind: 'saved' })
  expect(await argumentsOf(['noc@10.0.0.1', '@list.csv'], undefined, false)).toEqual({ kind: 'hosts' })
  expect(await argumentsOf([], undefined, true)).toEqual({ kind: 'hosts' })
})

test('what does not go together names the next step', async () => {
  const path = { url: 'https://ssm.example.net/', servers: [], ntp: [] }
  expect(await argumentsOf([], path, false)).toEqual({ kind: 'path', path })
  await expect(argumentsOf([file, 'sw2'], undefined, false)).rejects.toThrow(/sw2 is no file/)
  await expect(argumentsOf([], undefined, false)).rejects.toThrow(/--url/)
  await expect(argumentsOf([file], path, false)).rejects.toThrow(/not both/)
})

test('a flag that only hosts heed is no flag for saved output', () => {
  assertNoHostFlags(['bind', 'deadline', 'quiet', 'probe-rate', 'format'])
  for (const flag of ['username', 'bundle', 'job', 'jump', 'active', 'unreachable'])
    expect(() => assertNoHostFlags([flag])).toThrow(`--${flag} is for hosts`)
})

test('the usual path of each method', () => {
  expect(namedPath({ method: 'direct' })?.url).toBe(
    'https://tools.cisco.com/its/service/oddce/services/DDCEService',
  )
  expect(namedPath({ method: 'smart' })?.url).toBe('https://smartreceiver.cisco.com/licservice/license')
  expect(namedPath({ method: 'cslu', 'server-host': 'cslu.example.net' })?.url).toBe(
    'http://cslu.example.net:8182/cslu/v1/pi',
  )
  expect(namedPath({ method: 'on-prem', 'server-host': 'ssm.example.net' })?.url).toBe(
    'https://ssm.example.net/SmartTransport',
  )
  expect(() => namedPath({ method: 'gateway' })).toThrow(/--server-host/)
  expect(namedPath({})).toBeUndefined()
})

test('a proxy is a host and a port', () => {
  const proxied = namedPath({
    method: 'direct',
    proxy: 'Proxy.example.net:8080',
    server: ['192.0.2.53'],
    ntp: ['192.0.2.123'],
  })
  expect(proxied).toMatchObject({
    proxy: { host: 'proxy.example.net', port: 8080 },
    servers: ['192.0.2.53'],
    ntp: ['192.0.2.123'],
  })
  expect(namedPath({ method: 'direct', proxy: '[2001:db8::8]:8080' })?.proxy?.host).toBe('2001:db8::8')
  expect(() => namedPath({ method: 'direct', proxy: 'proxy' })).toThrow(/HOST:PORT/)
  expect(() => namedPath({ proxy: 'proxy:80' })).toThrow(/add --url/)
})

test('flags and environment become settings; the password is in neither flag', () => {
  const env = {
    SMARTLIC_PROBE_MAP: 'a',
    SMARTLIC_PROBE_SERVERS: '192.0.2.53, 192.0.2.54',
    SMARTLIC_PROXY_PASSWORD: 'geheim',
  }
  const settings = probeSettings(
    { 'probe-timeout': 2, 'probe-rate': 5, deadline: 60, 'proxy-user': 'noc', 'probe-crl': true },
    env,
    undefined,
  )
  expect(settings).toMatchObject({
    timeoutMs: 2_000,
    rate: 5,
    deadlineMs: 60_000,
    anyCrlHost: true,
    map: 'a',
    servers: [{ address: '192.0.2.53' }, { address: '192.0.2.54' }],
    proxyCredentials: { user: 'noc', password: 'geheim' },
  })
  expect(probeSettings({}, { SMARTLIC_PROXY_PASSWORD: 'geheim' }, undefined)).not.toHaveProperty(
    'proxyCredentials',
  )
})

test('a dry run names every contact and says that nothing was sent', () => {
  const contacts = [{ protocol: 'udp', host: '192.0.2.53', port: 53, why: 'name server', most: 4 }] as const
  const text = renderProbeDryRun(
    [
      { device: 'sw1', contacts },
      { device: 'sw2', contacts: 'it sends nothing' },
    ],
    createTheme({ stream: process.stdout, plain: true }),
  )
  expect(text).toContain('udp 192.0.2.53 port 53, at most 4 packets')
  expect(text).toContain('nothing: it sends nothing')
  expect(text).toContain('Nothing was opened and nothing was sent.')
})
