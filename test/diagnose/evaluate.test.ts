// Three-valued judgement: fail, pass, unknown, not-applicable, error, and what is named as missing.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose, judgeRule } from '../../src/diagnose/index.ts'
import type { FactStore } from '../../src/model/facts/store.ts'
import type { Finding } from '../../src/model/finding.ts'
import { derived, sound, store } from './sample.ts'

function judge(rule: Record<string, unknown>, on: FactStore, options = {}): Finding[] {
  const set = sound(rule)
  const [only] = set.rules
  if (only === undefined) throw new Error('no rule')
  return judgeRule(only, on, set, options)
}

const outcomes = (rule: Record<string, unknown>, on: FactStore): string[] =>
  judge(rule, on).map(one => one.outcome)

describe('conditions', () => {
  test.each<[string[], Record<string, unknown>, string]>([
    [['license.enabled'], { enabled: true }, 'fail'],
    [['license.enabled'], { enabled: false }, 'pass'],
    [['license.enabled'], {}, 'unknown'],
    [['license.enabled', 'license.pool == "x"'], { enabled: false }, 'pass'],
    [['license.pool == "x"', 'license.enabled'], { enabled: false }, 'pass'],
    [['license.pool == "x"', 'license.enabled'], { enabled: true }, 'unknown'],
    [['license.enabled || license.pool == "x"'], { enabled: true }, 'fail'],
    [['license.evaluation.remaining_days < 10'], { evaluation: { remaining_days: 9 } }, 'fail'],
    [['license.evaluation.remaining_days == 9'], { evaluation: { remaining_days: 9 } }, 'fail'],
    [['license.usage.exists(u, u.status == "out-of-compliance")'], { usage: [] }, 'pass'],
    [['license.usage.exists(u, u.status == "x")'], { usage: [{}, { status: 'x' }] }, 'fail'],
    [['license.usage.exists(u, u.status == "x")'], { usage: [{}, { status: 'y' }] }, 'unknown'],
    [['license.usage.all(u, u.status == "x")'], { usage: [{}, { status: 'y' }] }, 'pass'],
    [['license.usage.filter(u, u.count > 1).size() == 1'], { usage: [{ count: 2 }, { count: 1 }] }, 'fail'],
    [['re(license.pool, "(?i)^acme$")'], { pool: 'ACME' }, 'fail'],
    [['lower(license.pool) == "acme"'], { pool: 'ACME' }, 'fail'],
  ])('%j on %j', (when, license, outcome) => {
    expect(outcomes({ when }, store({ license }))).toEqual([outcome])
  })

  test('a list at the root that is unknown', () => {
    expect(outcomes({ when: ['vrfs.exists(v, v.name == "x")'] }, store({}))).toEqual(['unknown'])
    expect(outcomes({ when: ['vrfs.exists(v, v.name == "x")'] }, store({ vrfs: [] }))).toEqual(['pass'])
  })

  test('a value of the wrong type is an error, not an answer', () => {
    const [finding] = judge({ when: ['license.pool == "x"'] }, store({ license: { pool: 3 } }))
    expect(finding?.outcome).toBe('error')
    expect(finding?.error).toContain('license.pool == "x"')
  })

  test('names of object members are no facts', () => {
    expect(
      outcomes({ when: ['license.pool == "x"'] }, store({ license: { __proto__: { pool: 'x' } } })),
    ).toEqual(['unknown'])
  })
})

describe('gates', () => {
  const rule = { platforms: ['nx-os'], generations: ['classic'], applies: ['callhome.enabled'] }
  const full = {
    device: { platform: 'nx-os' },
    license: { generation: 'classic', enabled: true },
    callhome: { enabled: true },
  }

  test('open', () => expect(outcomes(rule, store(full))).toEqual(['fail']))
  test('platform', () =>
    expect(outcomes(rule, store({ ...full, device: { platform: 'ios-xr' } }))).toEqual(['not-applicable']))
  test('generation', () => {
    expect(outcomes(rule, store({ ...full, license: { generation: 'policy', enabled: true } }))).toEqual([
      'not-applicable',
    ])
  })
  test('generation unknown', () => {
    const [finding] = judge(
      rule,
      store(
        { ...full, license: { enabled: true } },
        { license: { reason: 'not collected', command: 'show license all' } },
      ),
    )
    expect(finding?.outcome).toBe('unknown')
    expect(finding?.missing).toEqual([
      { path: 'license.generation', reason: 'not collected', command: 'show license all' },
    ])
  })
  test('applies false', () =>
    expect(outcomes(rule, store({ ...full, callhome: { enabled: false } }))).toEqual(['not-applicable']))
  test('applies unknown', () => {
    expect(outcomes(rule, store({ ...full, callhome: {} }))).toEqual(['unknown'])
    // It cannot fail, whether it applies or not.
    expect(
      outcomes(rule, store({ ...full, license: { generation: 'classic', enabled: false }, callhome: {} })),
    ).toEqual(['pass'])
  })
})

describe('missing facts', () => {
  const named = (when: string[], facts: Record<string, unknown>): string[] =>
    judge({ when }, derived(facts)).flatMap(finding => finding.missing.map(one => one.path))

  test('only what keeps the answer open', () => {
    const license = { enabled: false, evaluation: { in_use: true } }
    expect(named(['(license.enabled && license.pool == "x") || license.sia == "x"'], { license })).toEqual([
      'license.sia',
    ])
    expect(
      named(['(license.evaluation.in_use || license.pool == "x") && license.sia == "x"'], { license }),
    ).toEqual(['license.sia'])
  })

  test('elements by position', () => {
    const license = { usage: [{ status: 'y' }, {}] }
    expect(named(['license.usage.exists(u, u.status == "x")'], { license })).toEqual([
      'license.usage.1.status',
    ])
  })

  test('a derived fact by what it is computed from', () => {
    const paths = named(['derived.default_route'], {})
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.filter(path => path.startsWith('derived.'))).toEqual([])
  })

  test('a release that cannot be compared', () => {
    const [finding] = judge(
      { when: ['release_before(device.os_version, "16.12.6")'] },
      store({ device: { os_version: 'Fuji' } }),
    )
    expect(finding?.outcome).toBe('unknown')
    expect(finding?.missing[0]?.path).toBe('device.os_version')
    expect(finding?.missing[0]?.reason).toContain('"Fuji"')
  })
})

describe('for', () => {
  const rule = {
    for: 'p in callhome.profiles',
    when: ['p.active'],
    evidence: ['p.active'],
    message: 'profile {{p.name}}',
  }
  const on = (profiles: unknown): FactStore => store({ callhome: { profiles } })

  test('one finding a failing element', () => {
    const findings = judge(
      rule,
      on([{ name: 'a', active: true }, { name: 'b', active: false }, { name: 'c', active: true }, {}]),
    )
    expect(findings.map(finding => [finding.outcome, finding.message])).toEqual([
      ['fail', 'profile a'],
      ['fail', 'profile c'],
    ])
    expect(findings[1]?.evidence.map(source => source.text)).toEqual(['callhome.profiles.2.active true'])
  })
  test('none fails, one is unknown', () => {
    const findings = judge(rule, on([{ active: false }, { name: 'b' }]))
    expect(findings.map(finding => finding.outcome)).toEqual(['unknown'])
    expect(findings[0]?.missing.map(one => one.path)).toEqual(['callhome.profiles.1.active'])
  })
  test('none fails', () => expect(outcomes(rule, on([{ active: false }]))).toEqual(['pass']))
  test('no elements', () => expect(outcomes(rule, on([]))).toEqual(['pass']))
  test('the list is unknown', () => {
    const [finding] = judge(rule, store({}))
    expect(finding?.outcome).toBe('unknown')
    expect(finding?.missing.map(one => one.path)).toEqual(['callhome.profiles'])
  })
})

describe('a failing finding', () => {
  test('shows only the elements a condition singles out', () => {
    const license = {
      usage: [
        { name: 'a', status: 'authorized' },
        { name: 'b', status: 'out-of-compliance' },
      ],
    }
    const when = ['license.usage.exists(u, u.status == "out-of-compliance")']
    const [finding] = judge({ when, evidence: ['license.usage.status'] }, store({ license }))
    expect(finding?.evidence.map(source => source.text)).toEqual([
      'license.usage.1.status "out-of-compliance"',
    ])
  })

  test('shows no message of the log when the one it looks for is not there', () => {
    const when = ['log.events.exists(e, e.mnemonic == "KEY_DELETED") || license.pool == "x"']
    const evidence = ['license.pool', 'log.events.text']
    const on = (mnemonic: string) =>
      store({
        license: { pool: 'x' },
        log: {
          events: [
            { mnemonic, text: 'a' },
            { mnemonic: 'C', text: 'c' },
          ],
        },
      })
    const proof = (mnemonic: string) =>
      judge({ when, evidence }, on(mnemonic))[0]?.evidence.map(source => source.text)
    expect(proof('B')).toEqual(['license.pool "x"'])
    expect(proof('KEY_DELETED')).toEqual(['license.pool "x"', 'log.events.0.text "a"'])
  })

  test('is never without evidence', () => {
    const [finding] = judge({ evidence: ['license.pool'] }, store({ license: { enabled: true } }))
    expect(finding?.evidence.map(source => source.text)).toContain('license.enabled true')
  })

  test('takes the first severity that holds; unknown changes nothing', () => {
    const rule = {
      severity_when: [
        { when: 'license.pool == "x"', severity: 'warning' },
        { when: 'dns.lookup', severity: 'info' },
      ],
    }
    expect(judge(rule, store({ license: { enabled: true } }))[0]?.severity).toBe('critical')
    expect(
      judge(rule, store({ license: { enabled: true, pool: 'x' }, dns: { lookup: true } }))[0]?.severity,
    ).toBe('warning')
    expect(judge(rule, store({ license: { enabled: true }, dns: { lookup: true } }))[0]?.severity).toBe(
      'info',
    )
  })

  test('offers the fixes of the platform whose condition holds, complete', () => {
    const fix = [
      {
        platforms: ['ios-xe'],
        when: 'dns.lookup',
        risk: 'low',
        impact: 'none',
        config: 'call-home\n profile {{license.pool | name}}\n',
        undo: 'no call-home',
      },
      {
        platforms: ['ios-xe'],
        when: '!dns.lookup',
        risk: 'low',
        impact: 'none',
        steps: ['Another way'],
        undo: 'Nothing.',
      },
      { platforms: ['nx-os'], risk: 'low', impact: 'none', steps: ['Elsewhere'], undo: 'Nothing.' },
    ]
    const facts = { license: { enabled: true, pool: 'x; reload' }, dns: { lookup: true } }
    const [finding] = judge({ fix }, store(facts))
    expect(finding?.remediation).toHaveLength(1)
    const [first] = finding?.remediation ?? []
    expect(first?.lines[0]).toBe('configure terminal')
    expect(first?.lines).toContain('call-home')
    expect(first?.lines).toContain(' profile <NAME>')
    expect(first?.placeholders).toEqual(['<NAME>'])
    expect(first?.undo).toContain('no call-home')
    expect(judge({ fix }, store({ license: { enabled: true } }))[0]?.remediation).toEqual([])
  })

  test('verifies with the commands of the platform', () => {
    const verify = [
      { platforms: ['nx-os'], run: 'show a', expect: 'x' },
      { run: 'show b', expect: 'pool {{license.pool}}' },
    ]
    const [finding] = judge({ verify }, store({ license: { enabled: true, pool: 'P' } }))
    expect(finding?.verify).toEqual([{ run: 'show b', expect: 'pool P' }])
  })

  test('traces every condition', () => {
    const rule = {
      applies: ['dns.lookup'],
      when: ['license.enabled', 'license.pool == "x"', 'license.sia == "y"'],
    }
    const on = store({ dns: { lookup: true }, license: { enabled: true, pool: 'z' } })
    expect(judge(rule, on)[0]?.trace.map(line => [line.kind, line.value])).toEqual([
      ['applies', 'true'], ['when', 'true'], ['when', 'false'], ['when', 'not-evaluated'],
    ]) // biome-ignore format: one glance
    const trace = judge(rule, on, { full: true })[0]?.trace
    expect(trace?.[2]?.facts).toEqual(['license.pool = "z"'])
    expect(trace?.[3]).toMatchObject({ value: 'unknown', facts: ['license.sia is unknown'] })
  })
})

describe('removing facts', () => {
  // Whatever is taken away from a tree on which a rule fails, it never passes.
  const set = sound({
    generations: ['classic'],
    applies: ['callhome.enabled || license.enabled'],
    when: [
      'license.usage.exists(u, u.status == "x" && u.count > 1)',
      'callhome.profiles.all(p, p.active ? p.methods.exists(m, m == "http") : p.name != "")',
      '!(dns.lookup && dns.servers.size() > 0) || license.pool in ["a", "b"]',
    ],
  })
  const [rule] = set.rules
  const facts = {
    device: { platform: 'ios-xe' },
    license: {
      generation: 'classic',
      enabled: true,
      pool: 'a',
      usage: [
        { status: 'x', count: 2 },
        { status: 'y', count: 0 },
      ],
    },
    callhome: {
      enabled: true,
      profiles: [
        { active: true, name: 'p', methods: ['http'] },
        { active: false, name: 'q', methods: [] },
      ],
    },
    dns: { lookup: true, servers: [{ address: '192.0.2.1', vrf: '' }] },
  }

  test('never makes it silent', () => {
    if (rule === undefined) throw new Error('no rule')
    expect(judgeRule(rule, store(facts), set)[0]?.outcome).toBe('fail')
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), keep => {
        let i = 0
        const thin = (node: unknown): unknown => {
          if (Array.isArray(node)) return node.every(item => typeof item === 'string') ? node : node.map(thin)
          if (typeof node !== 'object' || node === null) return node
          return Object.fromEntries(
            Object.entries(node)
              .filter(() => keep[i++ % 60])
              .map(([key, value]) => [key, thin(value)]),
          )
        }
        const part = thin(facts) as Record<string, unknown>
        const on: FactStore = { facts: part, sources: new Map(), missing: new Map() }
        expect(['fail', 'unknown']).toContain(judgeRule(rule, on, set)[0]?.outcome)
      }),
      { numRuns: 500 },
    )
  })
})

test('every rule gives a finding, failing ones first', () => {
  const set = sound(
    { id: 'a', when: ['license.pool == "x"'] },
    { id: 'b' },
    { id: 'c', platforms: ['nx-os'] },
  )
  const findings = diagnose(store({ license: { enabled: true } }), set)
  expect(findings.map(finding => [finding.rule, finding.outcome])).toEqual([
    ['b', 'fail'], ['a', 'unknown'], ['c', 'not-applicable'],
  ]) // biome-ignore format: one glance
})
