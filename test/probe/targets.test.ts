// What is probed follows from the facts; a device that sends nothing, or of which too little is known, is left alone.
import { describe, expect, test } from 'vitest'
import { factsOf } from '../../src/app/judge.ts'
import { derive } from '../../src/diagnose/derive/index.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { RuleContext } from '../../src/model/facts/store.ts'
import { contactsOf } from '../../src/probe/contacts.ts'
import type { NameServer } from '../../src/probe/plan.ts'
import { planFor, planForPath, targetOf, viewOf } from '../../src/probe/targets.ts'
import { saved } from '../e2e/saved.ts'

const own: NameServer = { address: '198.51.100.53', vrf: '', owner: 'computer', port: 53 }
const options = { ownServers: [own] }

function plan(id: string) {
  const device = loadDevices().find(one => one.id === id)
  if (device === undefined) throw new Error(`no lab device ${id}`)
  return planFor(factsOf(saved(device)).facts, options)
}

function facts(more: object): RuleContext {
  return derive({ facts: more as RuleContext, sources: new Map(), missing: new Map() }).facts
}

describe('the plan of a device', () => {
  test('a direct one: the cloud, its name servers and those of this computer', () => {
    const found = plan('xe-classic-direct')
    if (typeof found === 'string') throw new Error(found)
    expect(found.target).toMatchObject({ host: 'tools.cisco.com', port: 443, scheme: 'https', cloud: true })
    expect(found.proxy).toBeUndefined()
    expect(found.name).toBe('tools.cisco.com')
    expect(found.servers.map(one => `${one.owner} ${one.address}`)).toContain('device 192.0.2.53')
    expect(found.servers.at(-1)).toEqual(own)
    expect(found.revocation.pool).toEqual(['crl'])
  })

  test('behind a proxy the name of the proxy is looked up, and nothing but the proxy is connected to', () => {
    const found = plan('xe-classic-proxy')
    if (typeof found === 'string') throw new Error(found)
    expect(found.proxy?.port).toBeGreaterThan(0)
    const tcp = contactsOf(found).filter(one => one.protocol === 'tcp' && one.port !== 53 && one.port !== 80)
    expect(new Set(tcp.map(one => `${one.host} ${one.port}`))).toEqual(
      new Set([`${found.proxy?.host} ${found.proxy?.port}`]),
    )
  })

  test.each(['xe-slp-cslu', 'nx-classic-onprem', 'xr-classic-gateway', 'nx-slp-direct'])('%s', id => {
    const found = plan(id)
    if (typeof found === 'string') throw new Error(found)
    expect(found.target.host).not.toBe('')
    expect(contactsOf(found).every(one => one.most > 0 && one.port > 0)).toBe(true)
  })

  test.each([
    ['xe-slp-transport-off', /sends nothing/],
    ['xe-reservation-expired', /reserved/],
  ])('%s is not probed', (id, why) => {
    expect(plan(id)).toMatch(why)
  })

  test('says what is missing instead of guessing', () => {
    expect(planFor({}, options)).toMatch(/show license all/)
  })

  test('host entries of another VRF are not its own; the TLS version of the configuration is offered', () => {
    const found = planFor(
      facts({
        device: { platform: 'nx-os' },
        license: {
          generation: 'policy',
          transport: {
            type: 'smart',
            url: 'https://ssm.example.net/SmartTransport',
            vrf: 'management',
            proxy: { configured: false },
          },
        },
        dns: {
          servers: [],
          hosts: [
            { name: 'ssm.example.net', address: '192.0.2.9', vrf: 'management' },
            { name: 'ssm.example.net', address: '192.0.2.10', vrf: '' },
          ],
        },
        http_client: { tls_version: 'TLSv1.1' },
      }),
      options,
    )
    expect(found).toMatchObject({
      hostEntries: ['192.0.2.9'],
      offer: { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' },
    })
  })
})

describe('the cipher suites offered', () => {
  const offered = (ciphersuites: string): string | undefined => {
    const more = {
      license: {
        generation: 'policy',
        transport: {
          type: 'smart',
          url: 'https://ssm.example.net/SmartTransport',
          proxy: { configured: false },
        },
      },
      http_client: { ciphersuites },
    }
    const found = planFor(facts(more), options)
    if (typeof found === 'string') throw new Error(found)
    return found.offer.ciphers
  }

  test('are those the device is limited to', () => {
    expect(offered('ecdhe-rsa-aes-gcm-sha2')).toBe('ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384')
    expect(offered('')).toBeUndefined()
  })

  test('are all where the device has one that this computer lacks: it would be blamed for that', () => {
    expect(offered('ecdhe-rsa-aes-gcm-sha2 some-cipher-of-the-future')).toBeUndefined()
  })
})

describe('a path named by hand', () => {
  test('is probed as named', () => {
    const found = planForPath(
      { url: 'http://cslu.example.net:8182/cslu/v1/pi', servers: ['192.0.2.53'], ntp: ['192.0.2.123'] },
      options,
    )
    expect(found).toMatchObject({
      target: { port: 8182, scheme: 'http' },
      ntp: [{ address: '192.0.2.123', vrf: '' }],
    })
  })

  test.each(['ftp://a/', 'tools.cisco.com', 'https://user@host/'])('%s is no path', url => {
    expect(planForPath({ url, servers: [], ntp: [] }, options)).toMatch(/no URL/)
  })

  test('keeps the spelling of the path', () => {
    expect(targetOf('https://SSM.example.net/transportGateway//x/../y')).toMatchObject({
      host: 'ssm.example.net',
      path: '/transportGateway//x/../y',
    })
  })
})

test('what the judges know of a device', () => {
  expect(
    viewOf(
      facts({
        device: { platform: 'nx-os' },
        clock: { skew_seconds: 5, skew_error_seconds: 2 },
        ntp: { associations: [{ address: '192.0.2.1', selected: true }] },
      }),
    ),
  ).toEqual({
    skewMs: 5_000,
    skewErrorMs: 2_000,
    lists: { installedListsOnly: true },
    follows: ['192.0.2.1'],
  })
})
