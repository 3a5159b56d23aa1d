// Whatever an answer names: only the licensing path and configured servers are contacted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressKind, sameAddress } from '../../src/probe/address.ts'
import { type Contact, refusal } from '../../src/probe/allow.ts'
import type { ProbePlan } from '../../src/probe/plan.ts'
import { planForPath } from '../../src/probe/targets.ts'

function planOf(url: string, more: Partial<ProbePlan> = {}): ProbePlan {
  const plan = planForPath({ url, servers: ['192.0.2.53'], ntp: ['192.0.2.123'] }, { ownServers: [] })
  if (typeof plan === 'string') throw new Error(plan)
  return { ...plan, ...more }
}

const cloud = planOf('https://tools.cisco.com/its/service/oddce/services/DDCEService')
const own = planOf('https://ssm.lic.example.net/SmartTransport')

const ipv4 = fc.tuple(...[0, 1, 2, 3].map(() => fc.nat({ max: 255 }))).map(parts => parts.join('.'))
const ipv6 = fc
  .array(fc.nat({ max: 65_535 }), { minLength: 8, maxLength: 8 })
  .map(parts => parts.map(one => one.toString(16)).join(':'))
const address = fc.oneof(
  ipv4,
  ipv6,
  ipv4.map(one => `::ffff:${one}`),
  ipv4.map(one => `64:ff9b::${one}`),
)
const inside = fc.oneof(
  ipv4.map(one => `10.${one.split('.').slice(1).join('.')}`),
  ipv4.map(one => `192.168.${one.split('.').slice(2).join('.')}`),
  ipv4.map(one => `::ffff:10.${one.split('.').slice(1).join('.')}`),
  fc.constantFrom(
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    'fe80::1',
    'fd00::1',
    '0.0.0.0',
    '2002:a00:1::1',
    '::ffff:7f00:1',
  ),
)
const host = fc.oneof(
  fc.domain(),
  fc.constantFrom(
    'tools.cisco.com',
    'crl.identrust.com',
    'evil.example.org',
    'metadata.google.internal',
    'identrust.com.evil.example',
  ),
)
const port = fc.integer({ min: 1, max: 65_535 })

describe('what an answer names', () => {
  test('never leads inside a network that nobody configured', () => {
    fc.assert(
      fc.property(host, inside, port, fc.boolean(), (name, where, at, any) => {
        for (const use of ['peer', 'revocation'] as const) {
          const contact: Contact = { use, host: name, address: where, port: at }
          expect(refusal(contact, { ...cloud, anyCrlHost: any })).toBeDefined()
        }
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  test('a redirect, a CNAME or a certificate cannot name another peer', () => {
    fc.assert(
      fc.property(host, address, port, (name, where, at) => {
        const free = refusal({ use: 'peer', host: name, address: where, port: at }, own) === undefined
        if (free) expect([name, at]).toEqual(['ssm.lic.example.net', 443])
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  test('only configured name servers and time servers are asked', () => {
    fc.assert(
      fc.property(address, port, (where, at) => {
        if (where === '192.0.2.53' || where === '192.0.2.123') return
        expect(refusal({ use: 'dns', host: where, address: where, port: at }, own)).toBeDefined()
        expect(refusal({ use: 'ntp', host: where, address: where, port: at }, own)).toBeDefined()
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  test('a host of a certificate on another port than 80, or one nobody knows, is left alone', () => {
    fc.assert(
      fc.property(host, port, (name, at) => {
        const free =
          refusal({ use: 'revocation', host: name, address: '198.41.0.4', port: at }, own) === undefined
        if (free) expect(at).toBe(80)
        if (free)
          expect(name).toMatch(
            /(^|\.)(cisco|identrust|hydrantid|quovadisglobal|digicert|amazontrust)\.com$|\.lic\.example\.net$/,
          )
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})

describe('what is on the path', () => {
  const allowed = (contact: Contact, plan: ProbePlan): boolean => refusal(contact, plan) === undefined

  test('is contacted', () => {
    expect(allowed({ use: 'dns', host: '192.0.2.53', address: '192.0.2.53', port: 53 }, own)).toBe(true)
    expect(allowed({ use: 'ntp', host: '192.0.2.123', address: '192.0.2.123', port: 123 }, own)).toBe(true)
    expect(allowed({ use: 'peer', host: 'tools.cisco.com', address: '72.163.4.38', port: 443 }, cloud)).toBe(
      true,
    )
    // One's own server lies inside.
    expect(allowed({ use: 'peer', host: 'ssm.lic.example.net', address: '10.1.2.3', port: 443 }, own)).toBe(
      true,
    )
    expect(
      allowed({ use: 'revocation', host: 'pki.lic.example.net', address: '10.1.2.4', port: 80 }, own),
    ).toBe(true)
    expect(
      allowed(
        { use: 'revocation', host: 'validation.identrust.com', address: '192.0.66.1', port: 80 },
        cloud,
      ),
    ).toBe(true)
  })

  test('a host entry of the device is its own word', () => {
    const pinned = { ...cloud, hostEntries: ['10.9.9.9'] }
    expect(allowed({ use: 'peer', host: 'tools.cisco.com', address: '10.9.9.9', port: 443 }, pinned)).toBe(
      true,
    )
  })

  test('an unknown authority only when asked for, and never inside', () => {
    const contact = { use: 'revocation', host: 'crl.corp.example', address: '198.41.0.4', port: 80 } as const
    expect(allowed(contact, cloud)).toBe(false)
    expect(allowed(contact, { ...cloud, anyCrlHost: true })).toBe(true)
    expect(allowed({ ...contact, address: '10.0.0.1' }, { ...cloud, anyCrlHost: true })).toBe(false)
  })

  test('with a proxy the server itself is not connected to', () => {
    const proxied = { ...cloud, proxy: { host: 'proxy.example.net', port: 3128 }, name: 'proxy.example.net' }
    expect(
      allowed({ use: 'peer', host: 'tools.cisco.com', address: '72.163.4.38', port: 443 }, proxied),
    ).toBe(false)
    expect(
      allowed({ use: 'peer', host: 'proxy.example.net', address: '10.0.0.8', port: 3128 }, proxied),
    ).toBe(true)
  })

  test("a two-label domain of a country is no domain of one's own", () => {
    const plan = planOf('https://ssm.co.uk/SmartTransport')
    expect(allowed({ use: 'revocation', host: 'crl.other.co.uk', address: '10.0.0.1', port: 80 }, plan)).toBe(
      false,
    )
  })
})

test('addresses by where they lead', () => {
  expect(['8.8.8.8', '2a00::1', '::ffff:8.8.8.8'].map(addressKind)).toEqual(['global', 'global', 'global'])
  expect(['10.0.0.1', '100.64.0.1', 'fd00::1', '::ffff:a00:1', '64:ff9b::10.0.0.1'].map(addressKind)).toEqual(
    Array(5).fill('private'),
  )
  expect(
    [
      '127.0.0.1',
      '0.0.0.0',
      '169.254.169.254',
      '::1',
      '::',
      'fe80::1',
      'ff02::1',
      '2001::1',
      '255.255.255.255',
      '::ffff:127.0.0.1',
    ].map(addressKind),
  ).toEqual(Array(10).fill('local'))
  expect(['x', '', 'fe80::1%eth0', '1.2.3'].map(addressKind)).toEqual(Array(4).fill('none'))
  expect(sameAddress('2001:db8::1', '2001:0db8:0:0::1')).toBe(true)
})
