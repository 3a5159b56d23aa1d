// The safe part of CEL, and the facts a condition reads.
import { describe, expect, test } from 'vitest'
import { CelEnvironment } from '../../src/diagnose/cel.ts'
import { readingOf } from '../../src/diagnose/reads.ts'
import { types } from './sample.ts'

const environment = new CelEnvironment(types)
const reading = (expression: string): ReturnType<typeof readingOf> =>
  readingOf(environment.compile(expression).ast, types)

describe('reads', () => {
  test.each<[string, string[]]>([
    ['license.enabled', ['license.enabled']],
    ['!(license.enabled && device.uptime_minutes < 5)', ['device.uptime_minutes', 'license.enabled']],
    ['callhome.profiles.exists(p, p.active)', ['callhome.profiles', 'callhome.profiles.*.active']],
    [
      'callhome.profiles.filter(q, q.active).all(p, p.name == "x")',
      ['callhome.profiles', 'callhome.profiles.*.active', 'callhome.profiles.*.name'],
    ],
    [
      'callhome.profiles.exists(p, p.destinations.exists(d, d.host == derived.target.host))',
      [
        'callhome.profiles',
        'callhome.profiles.*.destinations',
        'callhome.profiles.*.destinations.*.host',
        'derived.target.host',
      ],
    ],
    [
      'callhome.profiles.map(p, p.destinations).exists(l, l.exists(d, d.url == ""))',
      ['callhome.profiles', 'callhome.profiles.*.destinations', 'callhome.profiles.*.destinations.*.url'],
    ],
    ['derived.ooc_tags.exists(t, t == "x")', ['derived.ooc_tags']],
    ['size(vrfs) > 0 && routes == []', ['routes', 'vrfs']],
    [
      'license.enabled ? dns.lookup : callhome.enabled',
      ['callhome.enabled', 'dns.lookup', 'license.enabled'],
    ],
    [
      're(lower(license.pool), "x") || "http" in derived.failure_reasons',
      ['derived.failure_reasons', 'license.pool'],
    ],
  ])('%s', (expression, reads) => {
    expect(reading(expression)).toEqual({ reads, problems: [] })
  })
})

describe('refused', () => {
  test.each([
    ['has(license.enabled)', 'unknown into false'],
    ['license.pool.matches("x")', 're(text'],
    ['dyn(license.enabled)', 'type checking'],
    ['callhome.profiles[0].active', 'position in a list'],
    ['type(license.pool) == string', 'no such function: type()'],
    ['cel.bind(x, license.enabled, x)', 'no such method: .bind()'],
    ['license.pool == null', 'null'],
    ['{"a": license.enabled}.size() > 0', 'map literals'],
    ['license.registration.state == "x"', 'did you mean license.registration.status?'],
    ['licence.enabled', 'did you mean license.enabled?'],
    ['license.udi == license.udi', 'whole branch'],
    ['callhome.profiles == callhome.profiles', 'list of objects'],
    ['callhome.profiles.exists(p, p.activ)', 'no such fact: p.activ'],
    ['callhome.profiles.exists(license, license.active)', 'hides a fact'],
    ['re(license.pool, license.pool)', 'literal'],
    ['re(license.pool, "(")', 'bad pattern'],
    ['license.pool.substring(2) == "x"', 'no such method'],
    ['timestamp(license.pool) == timestamp("")', 'no such function: timestamp()'],
  ])('%s', (expression, message) => {
    const { problems } = reading(expression)
    expect(problems.join('\n')).toContain(message)
  })

  test('optional access, by the parser already', () => {
    expect(() => environment.compile('license.?pool')).toThrow()
  })
})
