// The whole of `smartlic probe`: simulated devices, real servers, and on which side each fault lies.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { startLab } from '../../src/lab/server.ts'
import type { Hop } from '../../src/model/hop.ts'
import type { DeviceReport, PathHop, Report } from '../../src/model/report.ts'
import { smartlic } from '../scenarios/run.ts'
import { pathOf, withTool } from './available.ts'
import { type Case, savedText } from './probe-path-device.ts'
import {
  CLOUD, DEVICE_DNS, LISTS, NTP, OWN_DNS, PROXY, SSM, startWorld, type Tools, type World,
} from './probe-path-world.ts' // biome-ignore format: one glance

const CLOUD_URL = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'
const OWN_URL = 'https://ssm.example.net/Transportgateway/services/DeviceRequestHandler'
const TIMEOUT = 'ERR 207 : Connection time out'

const tools = ['dnsmasq', 'unbound', 'nginx', 'tinyproxy', 'chronyd'] as const
const lacking = tools.find(tool => pathOf(tool) === undefined)

withTool(lacking ?? 'dnsmasq', 'probe', () => {
  let world: World

  beforeAll(async () => {
    world = await startWorld(
      Object.fromEntries(tools.map(tool => [tool, pathOf(tool) ?? tool])) as unknown as Tools,
    )
  })
  afterAll(() => world[Symbol.asyncDispose]())

  function mapOf({ dns = 'good', web = 'good', port = 443, map = [] }: Case): string {
    const server = web === 'closed' ? world.closed : world.web(web)
    return [
      `${DEVICE_DNS}:53=127.0.0.1:${world.dns(dns)}`,
      // A map leads each address to a port of its own.
      ...(dns === 'good' ? [] : [`${OWN_DNS}:53=127.0.0.1:${world.dns('good')}`]),
      `192.0.2.54:53=127.0.0.1:${world.closed}`,
      `${SSM}:${port}=127.0.0.1:${server}`,
      `${CLOUD}:443=127.0.0.1:${world.web('tool')}`,
      `${LISTS}:80=127.0.0.1:${world.lists}`,
      `${NTP}:123=127.0.0.1:${world.time.good}`,
      ...map,
    ].join(',')
  }

  function environment(one: Case): Record<string, string> {
    const own = (one.dns ?? 'good') === 'good' ? DEVICE_DNS : OWN_DNS
    return { SMARTLIC_PROBE_MAP: mapOf(one), SMARTLIC_PROBE_SERVERS: own }
  }

  async function probed(
    one: Case,
  ): Promise<{ report: Report; device: DeviceReport; code: number | null; stderr: string }> {
    const { device: id = 'xe-timeout-unexplained', edits = [[CLOUD_URL, OWN_URL]], copies = 1 } = one
    const names = Array.from({ length: copies }, (_, at) => `sw${at + 1}`)
    const files = Object.fromEntries(names.map(name => [`${name}.txt`, savedText(id, name, edits)]))
    const { stdout, stderr, code } = await smartlic({
      args: [
        'probe',
        ...Object.keys(files),
        '--format',
        'json',
        '--probe-rate',
        '500',
        '--probe-timeout',
        '2',
        ...(one.args ?? []),
      ],
      files,
      env: environment(one),
    })
    const report = JSON.parse(stdout) as Report
    const [device] = report.devices
    if (device === undefined) throw new Error(stderr)
    return { report, device, code, stderr }
  }

  const causes = (device: DeviceReport): string[] =>
    device.findings
      .filter(one => one.role === 'cause' && one.severity !== 'info' && one.explained_by.length === 0)
      .map(one => one.rule)
  const hop = (device: DeviceReport, name: Hop): NonNullable<PathHop['probe']> => {
    const seen = device.path.find(one => one.hop === name)?.probe
    if (seen === undefined) throw new Error(`nothing was seen of ${name}`)
    return seen
  }

  test('the device fails, this computer gets an answer: the fault is on the side of the device', async () => {
    const { device, code } = await probed({})
    expect(causes(device)).toEqual(['probe-device-side'])
    expect(code).toBe(2)
    for (const name of ['dns', 'tcp', 'tls', 'crl', 'url'] as const)
      expect(hop(device, name)).toMatchObject({ status: 'ok' })
    const [finding] = device.findings
    expect(finding?.message).toMatch(/From this computer .*the device says/)
    expect(finding?.evidence.some(one => one.vantage === 'computer')).toBe(true)
    expect(finding?.evidence.some(one => one.vantage === undefined)).toBe(true)
  })

  test('nothing listens at the server: both fail', async () => {
    const { device } = await probed({ web: 'closed' })
    expect(causes(device)).toEqual(['probe-both-fail'])
    expect(hop(device, 'tcp')).toMatchObject({ status: 'broken', note: expect.stringContaining('refused') })
  })

  test('nobody knows the name: both fail', async () => {
    const gone = OWN_URL.replace('ssm.example.net', 'gone.example.net')
    const { device } = await probed({
      edits: [
        [CLOUD_URL, gone],
        [TIMEOUT, 'ERR 205 : Request Aborted'],
      ],
    })
    expect(causes(device)).toEqual(['probe-both-fail'])
    expect(device.findings[0]?.message).toContain('stopped at dns')
    expect(hop(device, 'dns')).toMatchObject({ status: 'broken', note: expect.stringContaining('nxdomain') })
  })
  const UNRESOLVED = [
    [CLOUD_URL, OWN_URL],
    [TIMEOUT, 'Unable to resolve server hostname/domain name'],
    ['Fail to send out Call Home HTTP message', 'Unable to resolve server hostname/domain name'],
    ['192.0.2.53 192.0.2.54', '192.0.2.53'],
  ] as const

  test.each([
    ['nxdomain', 'nxdomain'],
    ['servfail', 'servfail'],
    ['refused', 'refused'],
    ['silent', 'no-answer'],
  ] as const)('the name server of the device: %s', async (dns, word) => {
    const { device } = await probed({ dns, edits: UNRESOLVED })
    expect(causes(device)).toEqual(['probe-name-server-fails'])
    const finding = device.findings.find(one => one.rule === 'probe-name-server-fails')
    expect(finding?.message).toContain(word)
    expect(finding?.remediation[0]?.lines).toContain(`no ip name-server ${DEVICE_DNS}`)
    expect(hop(device, 'dns').status).toBe('ok')
  })

  test('different answers: a private address is not connected to, and is told', async () => {
    const edits = [
      [CLOUD_URL, OWN_URL],
      ['192.0.2.53 192.0.2.54', '192.0.2.53'],
    ] as const
    const { device } = await probed({
      dns: 'private',
      edits,
      map: [`10.99.0.9:443=127.0.0.1:${world.closed}`],
    })
    expect(causes(device)).toContain('probe-dns-differs')
    expect(device.findings.find(one => one.rule === 'probe-dns-differs')?.message).toContain('10.99.0.9')
  })

  test('IPv6 addresses only', async () => {
    const edits = [
      [CLOUD_URL, OWN_URL],
      ['192.0.2.53 192.0.2.54', '192.0.2.53'],
    ] as const
    const { device } = await probed({ dns: 'six', edits })
    expect(causes(device)).toContain('probe-dns-ipv6-only')
  })

  test('a host entry that is out of date', async () => {
    const edits = [
      [CLOUD_URL, OWN_URL],
      ['ip domain name example.net', 'ip domain name example.net\nip host ssm.example.net 198.51.100.79'],
    ] as const
    const { device } = await probed({ edits, map: [`198.51.100.79:443=127.0.0.1:${world.closed}`] })
    expect(causes(device)).toContain('probe-static-host-stale')
    // An entry the device-side rules know of already is one finding, not two.
    const cloud = await probed({
      device: 'xe-dns-stale-static-host',
      edits: [],
      map: [`198.51.100.38:443=127.0.0.1:${world.closed}`],
    })
    expect(causes(cloud.device)).toContain('dns-stale-static-host')
    expect(causes(cloud.device)).not.toContain('probe-static-host-stale')
  })
  const ABORTED = [
    [CLOUD_URL, OWN_URL],
    [TIMEOUT, 'ERR 205 : Request Aborted'],
  ] as const

  test.each([
    ['expired', 'probe-cert-expired', 'tls'],
    ['wrongName', 'probe-cert-name', 'tls'],
    ['onlyNew', 'probe-tls-refused', 'tls'],
    ['revoked', 'probe-cert-revoked', 'crl'],
    ['stale', 'probe-revocation-fails', 'crl'],
    ['noList', 'probe-revocation-fails', 'crl'],
    ['portal', 'probe-portal', 'url'],
  ] as const)('%s: %s', async (web, rule, name) => {
    const { device } = await probed({ web, edits: ABORTED })
    expect(device.findings.map(one => one.rule)).toContain(rule)
    const finding = device.findings.find(one => one.rule === rule)
    expect(finding?.explained_by).toEqual([])
    expect(finding?.evidence.some(one => one.vantage === 'computer')).toBe(true)
    expect(hop(device, name).status).toBe('broken')
    expect(hop(device, 'tcp').status).toBe('ok')
  })

  test('interception, seen from here', async () => {
    const { device } = await probed({ edits: [[TIMEOUT, 'ERR 205 : Request Aborted']] })
    expect(device.findings.map(one => one.rule)).toContain('probe-tls-interception')
    expect(hop(device, 'tls')).toMatchObject({ status: 'broken' })
  })

  test('a path in the wrong case, and plain HTTP to a TLS port', async () => {
    const wrong = OWN_URL.replace('DeviceRequestHandler', 'devicerequesthandler')
    const one = await probed({
      edits: [
        [CLOUD_URL, wrong],
        [TIMEOUT, 'ERR 205 : Request Aborted'],
      ],
    })
    expect(one.device.findings.map(finding => finding.rule)).toContain('probe-wrong-path')
    expect(hop(one.device, 'url').note).toContain('/Transportgateway/services/DeviceRequestHandler')
    const plain = OWN_URL.replace('https://ssm.example.net', 'http://ssm.example.net:8443')
    const two = await probed({ port: 8443, edits: [[CLOUD_URL, plain]] })
    expect(two.device.findings.map(finding => finding.rule)).toContain('probe-plain-http-refused')
  })

  describe('behind a proxy', () => {
    const edits = [
      [CLOUD_URL, OWN_URL],
      [TIMEOUT, 'ERR 205 : Request Aborted'],
      [' profile "CiscoTAC-1"', ' http-proxy "proxy.example.net" port 3128\n profile "CiscoTAC-1"'],
    ] as const
    const through = (to: number) => ({ edits, map: [`${PROXY}:3128=127.0.0.1:${to}`] })

    test('that wants a login', async () => {
      const { device } = await probed(through(world.proxy.login))
      expect(causes(device)).toContain('probe-proxy-login')
      expect(hop(device, 'proxy').status).toBe('broken')
    })

    test('that forbids the port', async () => {
      const { device } = await probed(through(world.proxy.denying))
      expect(causes(device)).toContain('probe-proxy-refuses')
    })

    test('that is no proxy, and one that is away', async () => {
      expect(causes((await probed(through(world.lists))).device)).toContain('probe-proxy-refuses')
      const away = await probed(through(world.closed))
      expect(causes(away.device)).toEqual(['probe-both-fail'])
    })
  })

  test('a time server that is not set', async () => {
    const edits = [
      [CLOUD_URL, OWN_URL],
      ['Clock is synchronized', 'Clock is unsynchronized'],
    ] as const
    const { device } = await probed({ edits, map: [`${NTP}:123=127.0.0.1:${world.time.unset}`] })
    expect(device.findings.find(one => one.rule === 'probe-time-server-fails')?.message).toContain(
      'unsynchronised',
    )
  })

  test.each(['xe-classic-onprem', 'nx-classic-onprem', 'xr-classic-onprem'])(
    'a device that works stays healthy, whatever this computer cannot reach: %s',
    async id => {
      const { device, code } = await probed({ device: id, edits: [], web: 'closed' })
      expect(device.status).toBe('healthy')
      expect(code).toBe(0)
      expect(causes(device)).toEqual([])
    },
  )

  test('no way out: it ends in time and blames nobody', async () => {
    const nowhere = {
      SMARTLIC_PROBE_MAP: `${DEVICE_DNS}:53=127.0.0.1:${world.closed},192.0.2.54:53=127.0.0.1:${world.closed + 1},${NTP}:123=127.0.0.1:${world.closed}`,
    }
    const { stdout, code } = await smartlic({
      args: ['probe', 'sw1.txt', '--format', 'json', '--probe-timeout', '1'],
      files: { 'sw1.txt': savedText('xe-timeout-unexplained', 'sw1', [[CLOUD_URL, OWN_URL]]) },
      env: { ...nowhere, SMARTLIC_PROBE_SERVERS: DEVICE_DNS },
    })
    const [device] = (JSON.parse(stdout) as Report).devices
    expect(device?.findings.map(one => one.rule)).toContain('probe-no-way-out')
    expect(device?.findings.filter(one => one.rule.startsWith('probe-') && one.severity !== 'info')).toEqual(
      [],
    )
    expect(device?.path.find(one => one.hop === 'tcp')?.probe?.status).toBe('unknown')
    expect(code).toBe(2)
  })

  test('the same servers for several devices are asked once', async () => {
    const before = world.questions()
    await probed({
      edits: [
        [CLOUD_URL, OWN_URL],
        ['192.0.2.53 192.0.2.54', '192.0.2.53'],
      ],
    })
    const alone = world.questions() - before
    const { report } = await probed({
      copies: 5,
      edits: [
        [CLOUD_URL, OWN_URL],
        ['192.0.2.53 192.0.2.54', '192.0.2.53'],
      ],
    })
    expect(report.devices).toHaveLength(5)
    expect(world.questions() - before - alone).toBe(alone)
  })

  test('what is read from the text report, in two columns', async () => {
    const { stdout } = await smartlic({
      args: ['probe', 'sw1.txt', '--probe-rate', '500'],
      files: { 'sw1.txt': savedText('xe-timeout-unexplained', 'sw1', [[CLOUD_URL, OWN_URL]]) },
      env: environment({}),
    })
    expect(stdout).toMatch(/says the device +from this computer/)
    expect(stdout).toMatch(/tcp .*198\.51\.100\.7 port 443/)
  })

  test('check --probe, and probe HOST: over SSH, with the clock of the device', async () => {
    const lab = await startLab({ devices: ['xe-clock-offset'] })
    const known = await writeKnownHosts(lab.knownHosts)
    try {
      const [device] = lab.devices
      const login = ['-u', device?.username ?? '', '--known-hosts', known.path, '--format', 'json']
      for (const command of [['check', '--probe'], ['probe']]) {
        const { stdout, stderr } = await smartlic({
          args: [
            ...command,
            `${device?.host}:${device?.port}`,
            ...login,
            '--probe-rate',
            '500',
            '--probe-timeout',
            '2',
            '--no-ssh-config',
          ],
          env: { ...environment({}), SMARTLIC_PASSWORD: device?.password ?? '' },
        })
        const [found] = (JSON.parse(stdout || '{"devices":[]}') as Report).devices
        if (found === undefined) throw new Error(stderr)
        expect(found.captures.map(one => one.command)).toContain('probe')
        expect(hop(found, 'clock').status).toBe('broken')
        // The device says so itself: one finding.
        const clock = found.findings.find(one => one.rule === 'probe-device-clock')
        expect(clock?.explained_by ?? ['clock-offset']).toContain('clock-offset')
      }
    } finally {
      await lab.close()
      await known.remove()
    }
  })
})
