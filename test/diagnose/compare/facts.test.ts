// Facts of two readings beside each other: by names, what both know, with the command that tells.
import { expect, test } from 'vitest'
import { compareFacts } from '../../../src/diagnose/compare/index.ts'
import type { FactStore, RuleContext } from '../../../src/model/facts/store.ts'

function store(facts: RuleContext, commands: Readonly<Record<string, string>> = {}): FactStore {
  const sources = new Map(
    Object.entries(commands).map(([path, command]) => [path, [{ command, line: 1, text: '', origin: 'x' }]]),
  )
  return { facts, sources, missing: new Map() }
}
const paths = (before: RuleContext, after: RuleContext): string[] =>
  compareFacts(store(before), store(after)).map(({ path }) => path)

test('a leaf that differs, with both values and the command', () => {
  const before = store({ callhome: { vrf: '' } })
  const after = store({ callhome: { vrf: 'mgmt' } }, { 'callhome.vrf': 'show running-config callhome' })
  expect(compareFacts(before, after)).toEqual([
    { path: 'callhome.vrf', before: '', after: 'mgmt', command: 'show running-config callhome' },
  ])
})

test('lists are compared by names, not by positions', () => {
  const profile = (name: string, active: boolean) => ({ name, active })
  const before = { callhome: { profiles: [profile('a', true), profile('b', true)] } }
  expect(paths(before, { callhome: { profiles: [profile('b', true), profile('a', true)] } })).toEqual([])
  expect(paths(before, { callhome: { profiles: [profile('b', false), profile('a', true)] } })).toEqual([
    'callhome.profiles[b].active',
  ])
  const changes = compareFacts(
    store(before, { 'callhome.profiles.0': 'show call-home profile all' }),
    store({ callhome: { profiles: [profile('c', true), profile('b', true)] } }),
  )
  expect(changes).toEqual([
    {
      path: 'callhome.profiles[a]',
      before: 'name a, active yes',
      after: '',
      command: 'show call-home profile all',
    },
    { path: 'callhome.profiles[c]', before: '', after: 'name c, active yes', command: '' },
  ])
})

test('the first and the last element come and go too', () => {
  const one = { dns: { servers: [{ address: '192.0.2.1', vrf: '' }] } }
  expect(paths({ dns: { servers: [] } }, one)).toEqual(['dns.servers[192.0.2.1]'])
  expect(paths(one, { dns: { servers: [] } })).toEqual(['dns.servers[192.0.2.1]'])
})

test('elements of one name are told apart', () => {
  const units = (...sns: readonly string[]) => ({ device: { models: sns.map(sn => ({ pid: 'P', sn })) } })
  expect(paths(units('', ''), units(''))).toEqual(['device.models[P #2]'])
})

test('what only one reading knows is no change', () => {
  expect(paths({ dns: { lookup: true } }, { callhome: { vrf: 'a' } })).toEqual([])
  expect(paths({}, { dns: { servers: [{ address: '192.0.2.1' }] } })).toEqual([])
})

test('the order of a plain list counts: revocation methods are tried in it', () => {
  const of = (...revocation_check: string[]) => ({ pki: { trustpoints: [{ name: 't', revocation_check }] } })
  expect(compareFacts(store(of('crl', 'none')), store(of('none', 'crl')))[0]).toMatchObject({
    path: 'pki.trustpoints[t].revocation_check',
    before: 'crl, none',
    after: 'none, crl',
  })
})

test('the order of addresses in an answer does not', () => {
  const of = (...addresses: string[]) => ({
    probe: { dns: [{ server: '192.0.2.53', vrf: '', name: 'a', addresses }] },
  })
  expect(paths(of('192.0.2.1', '192.0.2.2'), of('192.0.2.2', '192.0.2.1'))).toEqual([])
  expect(paths(of('192.0.2.1'), of('192.0.2.2'))).toEqual(['probe.dns[192.0.2.53 a].addresses'])
})

test('what changes by itself is left out', () => {
  const at = (n: number): RuleContext => ({
    device: { uptime_minutes: n },
    clock: { device_time: `2026-11-2${n}T10:00:00Z`, skew_seconds: n },
    log: { events: Array.from({ length: n }, (_, index) => ({ index, text: `${n}` })) },
    license: {
      registration: { failure_reason: `date '175248093000${n}' is offset` },
      rum: { total: n },
      communication: [{ activity: 'Hello', total: n, last_response: 'OK' }],
    },
    derived: { failing_now: n > 2 },
  })
  expect(paths(at(1), at(5))).toEqual([])
})

test('a long value is cut', () => {
  const [change] = compareFacts(
    store({ callhome: { vrf: 'a' } }),
    store({ callhome: { vrf: 'x'.repeat(500) } }),
  )
  expect(change?.after).toHaveLength(200)
})
