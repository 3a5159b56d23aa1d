// check --active against simulated devices: what is typed, when, and what comes of it.
import { afterAll, describe, expect, test } from 'vitest'
import { type CheckOptions, check } from '../../src/app/check.ts'
import { type Lab, startLab } from '../../src/lab/server.ts'
import type { Faults } from '../../src/lab/types.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { FAST, TRUSTING } from '../session/scripted-device.ts'

const labs: Lab[] = []
afterAll(async () => {
  await Promise.all(labs.map(lab => lab.close()))
})

interface Checked {
  readonly report: DeviceReport
  readonly typed: readonly string[]
  readonly keys: string
}

const TEST = /^(?:ping|telnet|disconnect|quit|traceroute)\b/

async function checked(
  id: string,
  more: Partial<CheckOptions> = { active: true },
  faults: Faults = {},
): Promise<Checked> {
  let keys = ''
  const lab = await startLab({
    devices: [id],
    faults: { [id]: faults },
    watch: {
      typed: (_device, text) => {
        keys += text
      },
    },
  })
  labs.push(lab)
  const [device] = lab.devices
  if (device === undefined) throw new Error(`no device ${id}`)
  const report = await check({
    targets: [
      {
        name: id,
        host: device.host,
        port: device.port,
        credentials: { username: device.username, password: device.password },
      },
    ],
    session: { hostKeys: TRUSTING, limits: FAST },
    paceMs: 0,
    version: 'test',
    ...more,
  })
  const [one] = report.devices
  if (one === undefined) throw new Error('no report')
  return { report: one, typed: device.received.filter(line => TEST.test(line)), keys }
}

const causes = (report: DeviceReport): string[] =>
  report.findings.filter(one => one.role === 'cause' && one.explained_by.length === 0).map(one => one.rule)
const hop = (report: DeviceReport, name: string): string | undefined =>
  report.path.find(one => one.hop === name)?.status

describe.concurrent('without --active', () => {
  test.each(['xe-timeout-unexplained', 'nx-authorization-expired', 'xr-comm-init-failure'])(
    'nothing of it is sent: %s',
    async id => {
      for (const active of [{}, { active: false }]) {
        const { typed, keys, report } = await checked(id, active)
        expect(typed).toEqual([])
        expect(keys).toContain('show license all\r')
        expect(keys).not.toMatch(/ping|telnet|disconnect|quit|[^ -~\r]/)
        expect(report.unknown.map(group => group.command)).toContain('ping')
      }
    },
  )
})

describe.concurrent('with --active', () => {
  test('a port that is closed is found, and is the cause', async () => {
    const { report, typed } = await checked('nx-authorization-expired')
    expect(typed).toEqual([
      'ping tools.cisco.com vrf management count 2',
      'telnet tools.cisco.com 443 vrf management',
    ])
    expect(causes(report)).toEqual(['tcp-443-blocked'])
    expect(hop(report, 'tcp')).toBe('broken')
    expect(report.captures.filter(one => TEST.test(one.command)).map(one => one.status)).toEqual(['ok', 'ok'])
    expect(report.unknown.map(group => group.command)).not.toContain('ping')
  })

  test('a port that is open clears the hops before it; the connection is ended and the session left in order', async () => {
    const { report, typed, keys } = await checked('xe-timeout-unexplained')
    expect(typed).toEqual([
      'ping tools.cisco.com source Vlan10 repeat 2 timeout 2',
      'telnet tools.cisco.com 443 /source-interface Vlan10',
      'disconnect',
    ])
    expect(keys).toMatch(/443 \/source-interface Vlan10\r\u001exdisconnect\r\r\rexit\r$/)
    expect(['route', 'dns', 'tcp'].map(name => hop(report, name))).toEqual(['ok', 'ok', 'ok'])
    const tcp = report.path.find(one => one.hop === 'tcp')
    expect(tcp?.note).toBe('telnet tools.cisco.com 443 opens')
    expect(report.findings.map(one => one.rule)).not.toContain('tcp-443-blocked')
    expect(report.problem).toBeUndefined()
  })

  test('IOS XR: the sequence the router names', async () => {
    const { typed, keys, report } = await checked('xr-comm-init-failure')
    expect(typed).toEqual(['ping tools.cisco.com count 2', 'telnet tools.cisco.com 443'])
    expect(keys).toMatch(/telnet tools\.cisco\.com 443\r\u001eq\rexit\r$/)
    expect(hop(report, 'tcp')).toBe('ok')
  })

  test('NX-OS: Ctrl-] and quit', async () => {
    const { keys, report } = await checked('nx-token-expired')
    expect(keys).toMatch(/telnet tools\.cisco\.com 443 vrf management\r\u001dquit\r\rexit\r$/)
    expect(hop(report, 'tcp')).toBe('ok')
    expect(causes(report)).toEqual(['token-expired'])
  })

  test('names are asked for in the wrong VRF: both ways are tried', async () => {
    const { typed, report } = await checked('xe-vrf-no-default-route')
    expect(typed.slice(0, 2)).toEqual([
      'ping vrf Mgmt-vrf tools.cisco.com source GigabitEthernet0/0 repeat 2 timeout 2',
      'ping tools.cisco.com repeat 2 timeout 2',
    ])
    expect(causes(report)).toEqual(['vrf-no-default-route'])
    expect(report.findings.find(one => one.rule === 'tcp-443-blocked')?.explained_by).toContain(
      'vrf-no-default-route',
    )
  })

  test('a name that is not resolved is not connected to', async () => {
    const { typed, report } = await checked('xr-dns-vrf-mismatch')
    expect(typed).toEqual(['ping vrf MGMT tools.cisco.com count 2'])
    expect(causes(report)).toEqual(['dns-vrf-mismatch-xr'])
    expect(report.captures.find(one => one.command === typed[0])?.status).toBe('ok')
  })

  test('the proxy is tested where one is in use', async () => {
    const { typed } = await checked('nx-proxy-auth-required')
    expect(typed).toEqual(['ping 192.0.2.80 vrf management count 2', 'telnet 192.0.2.80 80 vrf management'])
  })

  test.each(['xe-classic-direct', 'nx-slp-cslu', 'xr-classic-proxy', 'xe-slp-offline'])(
    'a device whose communication works is asked for nothing: %s',
    async id => {
      const { typed, report } = await checked(id)
      expect(typed).toEqual([])
      expect(report.status).toBe('healthy')
    },
  )

  test('an account that may not is told so, and nothing is lost', async () => {
    const { report } = await checked(
      'xe-timeout-unexplained',
      { active: true },
      {
        'ping tools.cisco.com source Vlan10 repeat 2 timeout 2': { deny: true },
        'telnet tools.cisco.com 443 /source-interface Vlan10': { deny: true },
      },
    )
    const tests = report.captures.filter(one => TEST.test(one.command))
    expect(tests.map(one => one.status)).toEqual(['denied', 'denied'])
    expect(report.problem).toBeUndefined()
    expect(report.status).toBe('critical')
  })
})
