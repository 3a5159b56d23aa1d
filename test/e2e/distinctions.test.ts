// The ten distinctions a diagnosis stands or falls by: devices that look alike, told apart. Those of ./distinctions are
// checked over SSH and from saved output, the shipped ones (which lab-ssh.test.ts checks over SSH) from saved output.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../src/app/check.ts'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { type KnownHostsFile, writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { type Lab, startLab } from '../../src/lab/server.ts'
import { verdictOf } from '../../src/lab/verdict.ts'
import { HOPS, type Hop, type HopStatus } from '../../src/model/hop.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { savedWithTests } from './saved.ts'

const DIR = fileURLToPath(new URL('distinctions', import.meta.url))
const OWN = loadDevices(DIR)
  .map(device => device.id)
  .filter(id => !loadDevices().some(device => device.id === id))

const { set: rules } = await shippedRules()

/** From saved output; pings and telnets the device file holds are pasted behind it. */
const offline = new Map<string, DeviceReport>()
function report(id: string): DeviceReport {
  const known = offline.get(id)
  if (known !== undefined) return known
  const [device] = loadDevices(DIR, [id])
  if (device === undefined) throw new Error(`no device ${id}`)
  const made = judge(savedWithTests(device), rules)
  offline.set(id, made)
  return made
}

/** What stands: failing, explained by nothing, at warning or above. */
function standing(one: DeviceReport): string[] {
  return one.findings
    .filter(
      finding =>
        finding.outcome === 'fail' && finding.severity !== 'info' && finding.explained_by.length === 0,
    )
    .map(finding => finding.rule)
}

const mentioned = (one: DeviceReport): string[] => one.findings.map(finding => finding.rule)

function hops(one: DeviceReport, status: HopStatus): Hop[] {
  return one.path.filter(hop => hop.status === status).map(hop => hop.hop)
}

const hop = (one: DeviceReport, name: Hop) => one.path.find(entry => entry.hop === name)

const TRAFFIC: readonly Hop[] = ['route', 'dns', 'proxy', 'tcp', 'tls', 'crl']

describe('1: one send failure, a dozen causes', () => {
  const SENT = /Fail to send out Call Home HTTP message/
  test.each([
    ['send-not-enabled-nx', 'callhome-not-enabled-nxos', 'profile'],
    ['xe-callhome-multiple-smart-profiles', 'callhome-multiple-smart-profiles', 'profile'],
    ['xe-callhome-http-url', 'callhome-http-url', 'url'],
    ['send-url-typo', 'callhome-url-typo', 'url'],
    ['xe-onprem-url-typo', 'onprem-url-typo', 'url'],
    ['xe-callhome-stale-second-destination', 'callhome-stale-second-destination', 'url'],
    ['xe-callhome-vrf-missing', 'callhome-vrf-missing-xe', 'vrf'],
    ['nx-callhome-vrf', 'callhome-vrf-nxos', 'vrf'],
    ['xe-http-source-interface-missing', 'http-source-interface-missing-xe', 'source'],
    ['xe-http-source-interface-down', 'http-source-interface-down', 'source'],
    ['send-source-without-address', 'http-source-interface-no-ip', 'source'],
    ['send-source-nonexistent', 'http-source-interface-nonexistent', 'source'],
    ['send-source-wrong-vrf-nx', 'http-source-interface-wrong-vrf', 'source'],
    ['xe-vrf-no-default-route', 'vrf-no-default-route', 'route'],
    ['xe-dns-no-name-server', 'dns-no-name-server', 'dns'],
    ['xe-dns-lookup-disabled', 'dns-lookup-disabled', 'dns'],
    ['xe-dns-vrf-mismatch', 'dns-vrf-mismatch', 'dns'],
    ['xe-dns-stale-static-host', 'dns-stale-static-host', 'dns'],
    ['nx-proxy-incomplete', 'proxy-incomplete-nxos', 'proxy'],
    ['send-proxy-unreachable', 'proxy-unreachable', 'proxy'],
    ['send-tcp-blocked', 'tcp-443-blocked', 'tcp'],
    ['xe-quovadis-root-missing', 'quovadis-root-missing', 'tls'],
  ] as const)('%s: %s', (id, cause, first) => {
    const one = report(id)
    const [device] = loadDevices(DIR, [id])
    expect(savedWithTests(device ?? expect.fail()).captures.some(({ text }) => SENT.test(text))).toBe(true)
    expect(standing(one)).toEqual([cause])
    expect(mentioned(one)).toContain('callhome-send-failed')
    expect(hops(one, 'broken')).toEqual([first])
    expect(hop(one, first)).toMatchObject({ rules: [cause] })
    expect(hop(one, first)?.evidence.length).toBeGreaterThan(0)
    expect(one.state.summary).toMatch(new RegExp(`^Breaks at ${first}: `))
    expect(one.findings[0]?.rule).toBe(cause)
    // Behind the break nothing is called good that was not seen: only a test somebody ran proves these.
    for (const entry of one.path.slice(HOPS.indexOf(first) + 1)) {
      if (TRAFFIC.includes(entry.hop) && entry.status === 'ok')
        expect(entry.evidence[0]?.command).toMatch(/^(ping|telnet)/)
    }
  })

  test('two independent causes both stand, the first on the path leads', () => {
    const one = report('send-two-causes')
    expect(standing(one)).toEqual(['http-source-interface-down', 'dns-no-name-server'])
    expect(hops(one, 'broken')).toEqual(['source', 'dns'])
    expect(one.state.summary).toMatch(/^Breaks at source: /)
  })

  test('ping and telnet that work prove name and TCP, not the HTTP source interface', () => {
    const one = report('send-source-wrong-vrf-nx')
    expect(hop(one, 'dns')).toMatchObject({ status: 'ok' })
    expect(hop(one, 'tcp')).toMatchObject({ status: 'ok', note: expect.stringContaining('Vlan27') })
    expect(hop(one, 'source')).toMatchObject({ status: 'broken' })
  })

  test('a cause that does not show is not made up', () => {
    const one = report('send-unexplained')
    expect(standing(one)).toEqual(['comm-failure-unexplained'])
    expect(hops(one, 'broken')).toEqual([])
    expect(hops(one, 'unknown')).toEqual(['tls', 'crl', 'identity', 'entitlement'])
  })
})

describe('2: the default CSLU is not a DNS fault', () => {
  test.each([
    'xe-slp-cslu-default-unused',
    'cslu-default-without-dns',
    'cslu-default-named',
    'cslu-default-nx',
  ])('%s', id => {
    const one = report(id)
    expect(standing(one)).toEqual(['cslu-default-unused'])
    expect(mentioned(one).filter(rule => rule.startsWith('dns-'))).toEqual([])
    expect(hops(one, 'broken')).toEqual(['mode'])
    for (const name of TRAFFIC) expect(hop(one, name), name).toMatchObject({ status: 'not-needed' })
  })

  test('a CSLU somebody named is: its name must be resolved', () => {
    const one = report('cslu-named-without-dns')
    expect(standing(one)).toEqual(['dns-no-name-server'])
    expect(hops(one, 'broken')).toEqual(['dns'])
    expect(hops(one, 'not-needed')).toEqual(expect.arrayContaining(['tls', 'crl', 'identity']))
  })
})

describe('3: a trust code is needed on direct transports only', () => {
  test.each(['xe-slp-cslu', 'trust-not-needed-onprem', 'xe-slp-offline'])('%s needs none', id => {
    const one = report(id)
    expect(standing(one)).toEqual([])
    expect(hop(one, 'identity')).toMatchObject({ status: 'not-needed' })
    expect(hops(one, 'broken')).toEqual([])
  })

  test('smart transport straight to Cisco does', () => {
    const one = report('xe-slp-trust-code-missing')
    expect(standing(one)).toEqual(['slp-trust-code-missing'])
    expect(hops(one, 'broken')).toEqual(['identity'])
  })
})

describe('4: revocation-check crl is how the device was shipped', () => {
  test.each([
    ['xe-classic-direct', []],
    ['crl-other-trustpoint', []],
    ['crl-fresh-request', []],
    ['crl-default-other-cause', ['dns-no-name-server', 'out-of-compliance']],
  ])('%s is not a CRL fault', (id, causes) => {
    const one = report(id)
    expect(standing(one)).toEqual(causes)
    expect(mentioned(one)).not.toContain('sla-trustpoint-crl-fetch')
    expect(hop(one, 'crl')?.status).not.toBe('broken')
  })

  test('with the log of SLA-TrustPoint and a request that hangs it is', () => {
    const one = report('xe-sla-trustpoint-crl-fetch')
    expect(standing(one)).toEqual(['sla-trustpoint-crl-fetch'])
    expect(hops(one, 'broken')).toEqual(['crl'])
  })

  test('a request that waits for its reply proves no hop', () => {
    expect(hops(report('crl-fresh-request'), 'unknown')).toEqual(['route', 'dns', 'tcp', 'tls', 'crl'])
  })
})

describe('5: one refused certificate, four reasons', () => {
  test.each([
    ['tls-name', 'tls-name-mismatch'],
    ['tls-root', 'quovadis-root-missing'],
    ['tls-interception', 'proxy-tls-interception'],
  ])('%s: %s', (id, cause) => {
    const one = report(id)
    expect(standing(one)).toEqual([cause])
    expect(hops(one, 'broken')).toEqual(['tls'])
    // A certificate came back: the way up to TCP is open.
    expect(hop(one, 'tcp')).toMatchObject({ status: 'ok' })
  })

  test('saved output has no true time to compare with: the clock is suspect, nobody else is blamed', () => {
    const one = report('tls-clock')
    expect(standing(one)).toEqual(['ntp-unsynchronised', 'comm-failure-unexplained'])
    expect(hops(one, 'broken')).toEqual(['tls', 'clock'])
    expect(hop(one, 'tls')).toMatchObject({ rules: [], note: expect.stringContaining('the device says') })
  })

  test('over SSH the clock is measured, and named', () => {
    const one = overSsh('tls-clock')
    expect(standing(one)).toEqual(['clock-offset'])
    expect(hops(one, 'broken')).toEqual(['clock'])
  })
})

describe('6: the QuoVadis notice concerns affected releases without the root, straight to Cisco', () => {
  test('affected, root missing', () => {
    expect(standing(report('xe-quovadis-root-missing'))).toEqual(['quovadis-root-missing'])
  })

  test.each([
    ['xe-quovadis-imported', []],
    ['quovadis-onprem-healthy', []],
    ['quovadis-imported-failing', ['dns-no-name-server']],
    ['quovadis-fixed', ['dns-no-name-server']],
    ['quovadis-onprem', ['dns-no-name-server']],
  ])('%s is not it', (id, causes) => {
    const one = report(id)
    expect(standing(one)).toEqual(causes)
    expect(mentioned(one)).not.toContain('quovadis-root-missing')
    expect(hop(one, 'tls')?.status).not.toBe('broken')
  })
})

describe('7: UNREGISTERED has many reasons', () => {
  test.each([
    ['xe-never-registered', 'never-registered', 'identity'],
    ['xe-eval-expired', 'never-registered', 'identity'],
    ['xr-deregistered', 'deregistered-by-operator', 'identity'],
    ['unregistered-deregistered', 'deregistered-by-operator', 'identity'],
    ['unregistered-removed', 'removed-from-cssm', 'identity'],
    ['xe-product-already-registered', 'product-already-registered', 'identity'],
    ['unregistered-refused', 'comm-failure-unexplained', 'identity'],
    ['unregistered-not-sent', 'dns-no-name-server', 'dns'],
    ['xe-callhome-service-disabled', 'callhome-service-disabled-xe', 'profile'],
    ['xe-ssm-cert-expired', 'ssm-cert-expired', 'identity'],
  ] as const)('%s: %s', (id, cause, first) => {
    const one = report(id)
    expect(standing(one)).toEqual([cause])
    expect(hops(one, 'broken')).toEqual([first])
  })

  test('what the server refused it did receive', () => {
    for (const id of ['unregistered-removed', 'unregistered-refused', 'xe-product-already-registered']) {
      for (const name of ['url', 'route', 'dns', 'tcp', 'tls', 'crl'] as const)
        expect(hop(report(id), name), `${id} ${name}`).toMatchObject({ status: 'ok' })
    }
  })
})

describe('8: delivered is not licensed', () => {
  test.each([
    ['xr-success-but-not-licensed', 'xr-success-but-not-licensed', 'identity'],
    ['delivered-identity-refused', 'removed-from-cssm', 'identity'],
    ['delivered-sia', 'xr-sia-out-of-compliance', 'entitlement'],
    ['xe-out-of-compliance', 'out-of-compliance', 'entitlement'],
    ['xr-out-of-compliance', 'out-of-compliance', 'entitlement'],
  ] as const)('%s: %s', (id, cause, first) => {
    const one = report(id)
    expect(standing(one)).toEqual([cause])
    expect(hops(one, 'broken')).toEqual([first])
    for (const name of ['url', 'route', 'dns', 'tcp', 'tls', 'crl'] as const)
      expect(hop(one, name), name).toMatchObject({ status: 'ok' })
  })
})

describe('9: what is over is not flagged, what is back is', () => {
  test.each(['history-counters', 'history-log-older', 'history-restored-nx', 'xr-log-restored'])('%s', id => {
    const one = report(id)
    expect(one.status).toBe('healthy')
    expect(standing(one)).toEqual([])
    expect(hops(one, 'broken')).toEqual([])
    expect(hop(one, 'dns')).toMatchObject({ status: 'ok' })
  })

  test('a failure behind an older recovery is current', () => {
    const one = report('history-failed-again')
    expect(standing(one)).toEqual(['dns-no-name-server'])
    expect(hops(one, 'broken')).toEqual(['dns'])
  })
})

describe('10: the VRF in which the name is looked up', () => {
  test.each([
    ['call-home of IOS XE asks in the global table', 'lookup-callhome-global', []],
    ['and a server there is not the fault', 'lookup-callhome-global-failing', ['vrf-no-default-route']],
    ['a server in the VRF alone is', 'xe-dns-vrf-mismatch', ['dns-vrf-mismatch']],
    ['smart transport asks in its VRF', 'lookup-smart-vrf', []],
    ['where a global server does not help', 'lookup-smart-global', ['dns-vrf-mismatch']],
    ['NX-OS asks in use-vrf', 'nx-classic-direct', []],
    ['also when that is the default VRF', 'lookup-nx-default', []],
    ['a server of another VRF does not answer there', 'nx-dns-vrf-mismatch', ['dns-vrf-mismatch-nxos']],
    ['IOS XR asks in the VRF of the HTTP client', 'xr-classic-vrf', []],
    ['where a global server does not help either', 'xr-dns-vrf-mismatch', ['dns-vrf-mismatch-xr']],
  ])('%s (%s)', (_words, id, causes) => {
    const one = report(id)
    expect(standing(one)).toEqual(causes)
    const faulty = causes.some(cause => cause.startsWith('dns-'))
    expect(hops(one, 'broken').includes('dns')).toBe(faulty)
  })
})

const sent = new Map<string, DeviceReport>()
function overSsh(id: string): DeviceReport {
  const one = sent.get(id)
  if (one === undefined) throw new Error(`${id} has no report`)
  return one
}

let lab: Lab
let knownHosts: KnownHostsFile
beforeAll(async () => {
  lab = await startLab({ dir: DIR, devices: OWN })
  knownHosts = await writeKnownHosts(lab.knownHosts)
  const checked = await check({
    targets: lab.devices.map(({ id, host, port, username, password }) => ({
      name: id,
      host,
      port,
      credentials: { username, password },
    })),
    session: { hostKeys: { mode: 'strict', file: knownHosts.path }, enable: true },
    concurrency: 8,
    paceMs: 0,
    version: 'test',
  })
  for (const device of checked.devices) sent.set(device.name, device)
}, 600_000)
afterAll(async () => {
  await lab?.close()
  await knownHosts?.remove()
})

describe('over SSH', () => {
  test.each(OWN)('%s gives what its file says', id => {
    const [device] = loadDevices(DIR, [id])
    const verdict = verdictOf(device?.expect ?? expect.fail(), overSsh(id))
    expect(verdict).toMatchObject({
      status: verdict.expected.status,
      missing: [],
      missingSymptoms: [],
      errors: [],
    })
    expect([...verdict.causes].sort()).toEqual([...verdict.expected.causes].sort())
  })
})
