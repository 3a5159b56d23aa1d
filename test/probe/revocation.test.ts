// Which revocation methods count for a chain, and by what way lists are fetched.
import { describe, expect, test } from 'vitest'
import type { RuleContext } from '../../src/model/facts/store.ts'
import type { NeededRoot, TlsJudgement } from '../../src/model/probe/tls.ts'
import { refusal } from '../../src/probe/allow.ts'
import { contactsOf } from '../../src/probe/contacts.ts'
import type { ProbePlan } from '../../src/probe/plan.ts'
import { factoryMethods, listsProxyOf, methodsFor, revocationOf } from '../../src/probe/revocation.ts'
import { planForPath } from '../../src/probe/targets.ts'

function pki(pool: string[] | undefined, trustpoints: Record<string, string[]>): RuleContext {
  return {
    pki: {
      ...(pool === undefined ? {} : { trustpool_policy: { revocation_check: pool } }),
      trustpoints: Object.entries(trustpoints).map(([name, revocation_check]) => ({
        name,
        revocation_check,
      })),
    },
  } as unknown as RuleContext
}

function judged(from: NeededRoot['from'] | undefined, where = ''): Pick<TlsJudgement, 'root' | 'device'> {
  const device = { holds: 'unknown', where, quovadisOnly: false, reason: '' } as const
  return from === undefined ? { device } : { root: { subject: 'CN=Root', from }, device }
}

describe('the methods', () => {
  const facts = pki(['none'], { 'SLA-TrustPoint': ['crl', 'none'], CORP: ['ocsp', 'crl'] })

  test.each([
    ['a public root: the trust pool', 'public', 'trustpool', ['none']],
    ['a public root that a trustpoint holds, too: still the trust pool', 'public', 'CORP', ['none']],
    ['the Cisco Licensing Root: SLA-TrustPoint', 'cisco', 'SLA-TrustPoint', ['crl', 'none']],
    ['a root a trustpoint holds: that one', 'served', 'CORP', ['ocsp', 'crl']],
    ['nobody holds it: the trust pool', 'named', '', ['none']],
    ['no root is known: the trust pool', undefined, '', ['none']],
  ] as const)('%s', (_, from, where, methods) => {
    expect(methodsFor(revocationOf(facts), judged(from, where))).toEqual(methods)
  })

  test('are those of the factory where nothing is known', () => {
    for (const from of ['public', 'cisco', undefined] as const) {
      expect(methodsFor(revocationOf({}), judged(from))).toEqual(['crl'])
      expect(methodsFor(factoryMethods, judged(from))).toEqual(['crl'])
    }
    // What the trust pool does says nothing of a trustpoint.
    expect(methodsFor(revocationOf(pki(['none'], {})), judged('cisco'))).toEqual(['crl'])
    expect(
      methodsFor(revocationOf(pki(undefined, { CORP: ['something'] })), judged('served', 'CORP')),
    ).toEqual(['crl'])
  })
})

function plan(more: Partial<ProbePlan>): ProbePlan {
  const url = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'
  const made = planForPath({ url, servers: [], ntp: [] }, { ownServers: [] })
  if (typeof made === 'string') throw new Error(made)
  return { ...made, ...more }
}

describe('a dry run', () => {
  const lists = (one: ProbePlan) => contactsOf(one).filter(({ why }) => why.includes('revocation lists'))
  const none = { pool: ['none'], trustpoints: [{ name: 'SLA-TrustPoint', methods: ['none'] }] } as const

  test('names no lists where nothing on the device checks any', () => {
    expect(lists(plan({ revocation: none }))).toEqual([])
    expect(lists(plan({ revocation: { ...none, pool: ['crl'] } }))).toMatchObject([{ port: 80 }])
  })

  test('names responders where they are asked', () => {
    const [asked] = lists(plan({ revocation: { ...none, pool: ['ocsp', 'crl'] } }))
    const [silent] = lists(plan({ revocation: { ...none, pool: ['crl'] } }))
    expect(asked?.why).toContain('responders')
    expect(silent?.why).not.toContain('responders')
    expect(asked?.most).toBeGreaterThan(silent?.most ?? Number.POSITIVE_INFINITY)
  })
})

describe('the way to a list', () => {
  const isHost = (host: string): boolean => host !== ''
  const client = (proxy: object): RuleContext => ({ http_client: { proxy } }) as unknown as RuleContext

  test("goes through the proxy of the device's HTTP client, not through that of licensing", () => {
    const web = { configured: true, enabled: true, host: 'Web.example.net', port: 3128 }
    expect(listsProxyOf(client(web), isHost)).toEqual({ listsProxy: { host: 'web.example.net', port: 3128 } })
    expect(listsProxyOf({ callhome: { proxy: web } } as unknown as RuleContext, isHost)).toEqual({})
  })

  test.each([
    [{ configured: false, enabled: false, host: '', port: 0 }],
    [{ configured: true, enabled: true, host: 'web.example.net', port: 0 }],
    [{ configured: true, enabled: true, host: '', port: 8080 }],
    [{ configured: true, host: 'web.example.net', port: 8080 }],
  ])('goes directly with %j', proxy => {
    expect(listsProxyOf(client(proxy), isHost)).toEqual({})
  })

  test('is allowed to that proxy alone', () => {
    const proxied = plan({ listsProxy: { host: 'web.example.net', port: 3128 } })
    const contact = { use: 'lists-proxy', host: 'web.example.net', address: '10.0.0.9', port: 3128 } as const
    expect(refusal(contact, proxied)).toBeUndefined()
    expect(refusal({ ...contact, port: 80 }, proxied)).toBeDefined()
    expect(refusal({ ...contact, host: 'other.example.net' }, proxied)).toBeDefined()
    expect(refusal({ ...contact, address: '169.254.169.254' }, proxied)).toBeDefined()
    expect(refusal(contact, plan({}))).toBeDefined()
  })
})
