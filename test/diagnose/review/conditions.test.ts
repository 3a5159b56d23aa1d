// Conditions that are never true, always true, or already said; and the sound ones that must not be called so.
import { describe, expect, test } from 'vitest'
import { describeFacts } from '../../../src/diagnose/compile.ts'
import { reviewConditions } from '../../../src/diagnose/review/conditions.ts'
import { domainsOf } from '../../../src/diagnose/review/domains.ts'
import { all, type Formula, not } from '../../../src/diagnose/review/formula.ts'
import { canHold } from '../../../src/diagnose/review/satisfy.ts'
import { sound } from '../sample.ts'

const domain = domainsOf(describeFacts())

function review(rule: Record<string, unknown>): string[] {
  const set = sound(rule)
  return set.rules.flatMap(one =>
    reviewConditions(one, set.environment, domain).map(({ field, message }) => `${field}: ${message}`),
  )
}

const when = (...lines: string[]): Record<string, unknown> => ({ when: lines })

describe('found', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'a fact equal to two texts',
      when('device.chassis == "a"', 'device.chassis == "b"'),
      'when.1: `device.chassis == "b"` contradicts when.0',
    ],
    ['within one line', when('device.chassis == "a" && device.chassis == "b"'), 'is never true'],
    ['a fact and its opposite', when('license.enabled && !license.enabled'), 'is never true'],
    [
      'applies against when',
      { applies: ['license.enabled'], when: ['license.enabled == false'] },
      'when.0: `license.enabled == false` contradicts applies.0 `license.enabled`',
    ],
    ['a value outside a list', when('device.chassis in ["a", "b"]', 'device.chassis == "c"'), 'contradicts'],
    ['numbers', when('dns.servers.size() > 3', 'dns.servers.size() <= 3'), 'contradicts when.0'],
    ['a size below zero', when('dns.servers.size() < 0'), 'is never true'],
    [
      'an empty list with an element',
      when('dns.servers == []', 'dns.servers.exists(s, s.vrf == "")'),
      'contradicts',
    ],
    [
      'releases',
      when('release_before(device.os_version, "16.12.3a")', 'release_at_least(device.os_version, "17.3")'),
      'contradicts when.0',
    ],
    [
      'a prefix that the value has not',
      when('device.chassis == "N9K"', 'device.chassis.startsWith("C9")'),
      'contradicts',
    ],
    [
      'a pattern that the value has not',
      when('device.chassis == "N9K"', 're(device.chassis, "^C9")'),
      'contradicts',
    ],
    [
      'three lines together',
      when('license.enabled || callhome.enabled', '!license.enabled', '!callhome.enabled'),
      'contradicts the conditions before it',
    ],
    [
      'a generation the gate excludes',
      { generations: ['classic'], when: ['license.generation == "policy"'] },
      'contradicts generations',
    ],
    [
      'a platform the gate excludes',
      { platforms: ['ios-xe'], when: ['device.platform == "nx-os"'] },
      'contradicts platforms',
    ],
    [
      'one platform of two never matched',
      { platforms: ['ios-xe', 'nx-os'], when: ['device.platform == "nx-os" || device.platform == "ios-xr"'] },
      'platforms: the conditions never hold for ios-xe',
    ],
    [
      'a generation never matched',
      { generations: ['classic', 'policy'], applies: ['license.generation != "policy"'] },
      'generations: the conditions never hold for policy',
    ],
    [
      'a value the fact never has',
      when('license.generation == "clasic"'),
      'when.0: license.generation is never "clasic" (did you mean classic?)',
    ],
    [
      'such a value in a list',
      when('license.transport.type in ["smart", "carrier-pigeon"]'),
      'license.transport.type is never "carrier-pigeon"; it is one of callhome, smart, cslu, off',
    ],
    [
      'such a value of an element',
      when('callhome.profiles.exists(p, p.destinations.exists(d, d.scheme == "ftp"))'),
      'callhome.profiles.*.destinations.*.scheme is never "ftp"',
    ],
    [
      'no element can be so',
      when('dns.servers.exists(s, s.vrf == "a" && s.vrf == "b")'),
      'no element of dns.servers can ever satisfy its .exists()',
    ],
    ['always true', when('license.enabled || !license.enabled'), 'is always true; leave it out'],
    ['every value of a fact', when('device.platform in ["ios-xe", "nx-os", "ios-xr"]'), 'is always true'],
    [
      'what a gate says already',
      { generations: ['classic'], applies: ['license.generation == "classic"'] },
      'applies.0: `license.generation == "classic"` follows from generations',
    ],
    [
      'what a line says already',
      when('dns.servers.size() > 3', 'dns.servers.size() > 1'),
      'when.1: `dns.servers.size() > 1` follows from when.0',
    ],
    [
      'a severity that never comes',
      { when: ['license.enabled'], severity_when: [{ when: '!license.enabled', severity: 'info' }] },
      'severity_when.0.when: `!license.enabled` never holds where the rule fails',
    ],
    [
      'a severity behind one that is always first',
      {
        severity_when: [
          { when: 'callhome.enabled', severity: 'info' },
          { when: 'callhome.enabled && dns.lookup', severity: 'warning' },
        ],
      },
      'severity_when.1.when',
    ],
    [
      'a fix that is never offered',
      {
        fix: [
          {
            platforms: ['ios-xe'],
            when: '!license.enabled',
            risk: 'low',
            impact: 'none',
            exec: 'x',
            undo: 'Nothing.',
          },
        ],
      },
      'fix.0.when',
    ],
    [
      'elements of the loop',
      {
        for: 'p in callhome.profiles',
        when: ['p.name == "a"', 'p.name == "b"'],
        evidence: ['p.name'],
      },
      'when.1: `p.name == "b"` contradicts when.0',
    ],
  ])('%s', (_name, rule, problem) => {
    expect(review(rule).join('\n')).toContain(problem)
  })
})

describe('not found where it may be so', () => {
  test.each<[string, Record<string, unknown>]>([
    ['two texts of two facts', when('device.chassis == "a"', 'device.hostname == "b"')],
    ['alternatives', when('device.chassis == "a" || device.chassis == "b"', 'device.chassis != "a"')],
    [
      'elements of one list may differ',
      when('dns.servers.exists(s, s.vrf == "a")', 'dns.servers.exists(s, s.vrf == "b")'),
    ],
    ['neighbouring numbers', when('dns.servers.size() > 3', 'dns.servers.size() < 5')],
    [
      'a negative number',
      when('derived.deadlines.ack.days_left < 0', 'derived.deadlines.ack.days_left >= -30'),
    ],
    [
      'a release range',
      when('release_at_least(device.os_version, "17.1")', 'release_before(device.os_version, "17.3.4")'),
    ],
    ['open enumerations', when('license.usage.exists(u, u.status == "pending")')],
    ['known absent', when('license.transport.type != ""', 'license.method == "" || license.enabled')],
    ['a choice by platform', when('device.platform == "nx-os" ? callhome.enabled : dns.lookup')],
    [
      'a prefix of another prefix',
      when('device.chassis.startsWith("C9")', 'device.chassis.startsWith("C93")'),
    ],
    ['size and element', when('dns.servers.size() > 0', 'dns.servers.exists(s, s.vrf == "")')],
  ])('%s', (_name, rule) => {
    expect(review(rule)).toEqual([])
  })

  test('a formula too wide to search is left alone', () => {
    const test = (key: string): Formula => ({ kind: 'test', test: { kind: 'opaque', key }, positive: true })
    const either = (i: number): Formula => ({ kind: 'any', parts: [test(`a${i}`), test(`b${i}`)] })
    const never: Formula = { kind: 'any', parts: [all(test('c'), not(test('c')))] }
    expect(canHold([either(0), never], () => undefined)).toBe(false)
    const wide = Array.from({ length: 30 }, (_, i) => either(i))
    expect(canHold([...wide, never], () => undefined)).toBe(true)
  })
})
