// What is wrong with a rule is found when it is loaded, all of it, with file and field.
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/diagnose/compile.ts'
import { describeProblem, fromCompiled, loadRules } from '../../src/diagnose/load.ts'
import { readDocuments } from '../../src/diagnose/pack.ts'
import { readYaml } from '../../src/diagnose/yaml.ts'
import { load, problemsOf, sound, types } from './sample.ts'

const fix = (part: Record<string, unknown>): Record<string, unknown> => ({
  fix: [{ platforms: ['ios-xe'], risk: 'low', impact: 'none', undo: 'Nothing to undo.', ...part }],
})

describe('a broken rule', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['unknown field', { wen: [] }, 'wen: no such field (did you mean when?)'],
    ['unknown severity', { severity: 'criticl' }, 'did you mean critical?'],
    ['no condition', { when: [] }, 'when: must not be empty'],
    ['condition is no list', { when: 'true' }, 'when: must be a list'],
    ['type error', { when: ['license.enabled == 3'] }, 'when.0: no such overload: bool == int'],
    ['no yes or no', { when: ['license.pool'] }, 'it must give true or false'],
    ['syntax', { when: ['license.enabled &&'] }, 'when.0: cannot be read'],
    ['misspelt fact', { applies: ['licens.enabled'] }, 'applies.0: no such fact: licens.enabled'],
    ['loop over no list', { for: 'x in license.pool' }, 'for: license.pool is no list'],
    ['loop over nothing', { for: 'x in callhome.profile' }, 'for: no such fact: callhome.profile'],
    ['loop inside a list', { for: 'x in callhome.profiles.destinations' }, 'lies inside another list'],
    [
      'loop variable in applies',
      { for: 'p in callhome.profiles', applies: ['p.active'] },
      'applies.0: cannot be read|applies.0: no such fact: p.active',
    ],
    ['loop field', { for: 'p in callhome.profiles', when: ['p.actve'] }, 'when.0: no such fact: p.actve'],
    [
      'evidence',
      { evidence: ['license.enabeld'] },
      'evidence.0: no such fact: license.enabeld (did you mean license.enabled?)',
    ],
    ['message path', { message: '{{license.pol}}' }, 'message: no such fact: license.pol'],
    ['message branch', { message: '{{license.udi}}' }, 'whole branch'],
    ['message braces', { message: '{{license.pool' }, 'message: `{{` without `}}`'],
    ['advice that shouts', { role: 'advice' }, 'advice is of severity info'],
    ['link to nothing', { explains: ['nothing-like-this'] }, 'explains: no rule nothing-like-this'],
    ['link to itself', { explains: ['sample-0'] }, 'in a circle, sample-0 -> sample-0'],
    [
      'severity_when',
      { severity_when: [{ when: 'license.pool', severity: 'info' }] },
      'severity_when.0.when',
    ],
    ['raw value to paste', fix({ config: 'vrf {{license.pool}}' }), 'give it a filter'],
    ['filter of another type', fix({ config: 'x {{license.enabled | name}}' }), 'the fact is bool'],
    ['number filter on text', fix({ config: 'x {{license.pool | number}}' }), 'the fact is string'],
    ['what the platform adds', fix({ config: 'conf t\n call-home' }), 'the platform adds'],
    [
      'save in the undo',
      fix({ config: 'call-home', undo: 'no call-home\nwrite memory' }),
      'fix.0.undo: the platform adds',
    ],
    ['foreign platform', { platforms: ['nx-os'], ...fix({ exec: 'x' }) }, 'the rule is not for ios-xe'],
    ['admin plane elsewhere', fix({ admin_config: 'x' }), 'only IOS XR'],
    ['nothing to do', fix({}), 'says nothing to do'],
    ['fix condition', fix({ exec: 'x', when: 'license.enable' }), 'fix.0.when: no such fact'],
    ['tab', fix({ exec: 'a\tb' }), 'control character'],
    ['raw value in verify', { verify: [{ run: 'show {{license.pool}}', expect: 'x' }] }, 'verify.0.run'],
    ['too many conditions', { when: Array(61).fill('license.enabled') }, 'has 61 entries; at most 60'],
    ['too long a condition', { when: [`${'license.enabled && '.repeat(110)}true`] }, 'longer than 2000'],
    ['too deep a condition', { when: [`${'('.repeat(900)}true${')'.repeat(900)}`] }, 'cannot be read'],
    ['too much negation', { when: [`${'!'.repeat(1900)}license.enabled`] }, 'cannot be read'],
    ['too wide a condition', { when: [`${'1+'.repeat(900)}1 == 1`] }, 'cannot be read'],
    ['hostile pattern', { when: ['re(license.pool, "(((?:abcd){10}){10}){10}")'] }, 'repeats too much'],
    ['endless pattern', { when: [`re(license.pool, "${'a'.repeat(501)}")`] }, '501 characters long'],
    ['pattern that is none', { when: ['re(license.pool, "(?=a)")'] }, 'no lookaround'],
    ['reference', { references: [{ title: 'x', url: 'javascript:alert(1)' }] }, 'references.0.url'],
  ])('%s', (_name, rule, message) => {
    expect(problemsOf(rule).join('\n')).toMatch(new RegExp(message.split('|').map(literally).join('|')))
  })

  test('costs itself only, and every problem is told', () => {
    const { set, problems } = load(
      { id: 'bad', when: ['license.x', 'license.pool == 3'], evidence: ['x.y'], message: '{{z}}' },
      { id: 'good' },
    )
    expect(set.rules.map(rule => rule.id)).toEqual(['good'])
    expect(problems.map(problem => problem.field)).toEqual(['when.0', 'when.1', 'evidence.0', 'message'])
    expect(describeProblem(problems[0] ?? { file: '', field: '', message: '' })).toMatch(
      /^x\/bad\.yaml: when\.0: no such fact/,
    )
  })

  test('a link to a missing rule costs the link, not the rule', () => {
    const { set, problems } = load({ id: 'one', explains: ['two'] })
    expect(set.byId.has('one')).toBe(true)
    expect(problems).toHaveLength(1)
  })

  test('circles of explanations are refused, chains are not', () => {
    const chain = load({ id: 'a', explains: ['b'] }, { id: 'b', explains: ['c'] }, { id: 'c' })
    expect(chain.problems).toEqual([])
    const circle = load(
      { id: 'a', explains: ['b'] },
      { id: 'b', explains: ['c'] },
      { id: 'c', explains: ['a'] },
      { id: 'd', explains: ['a'] },
    )
    expect(circle.set.rules.map(rule => rule.id)).toEqual(['d'])
  })

  test('ids are taken once, and are the file name', () => {
    const base = sound({ id: 'mine' })
    const data = { ...base.rules[0], id: 'mine' }
    const { file: _file, reads: _reads, ...plain } = data as Record<string, unknown>
    const { set, problems } = loadRules([{ file: 'other.yaml', data: plain }], base)
    expect(set.rules).toHaveLength(1)
    expect(problems.map(problem => problem.message)).toEqual([
      'mine is the id of x/mine.yaml already; choose another',
      "must be the file's name, other",
    ])
  })
})

describe('a sound rule', () => {
  test('tells what decides it', () => {
    const set = sound({
      generations: ['classic'],
      for: 'p in callhome.profiles',
      applies: ['derived.uses_callhome'],
      when: ['p.active && !p.reports_licensing'],
      evidence: ['p.name', 'license.pool'],
      message: '{{p.name}}',
    })
    expect(set.rules[0]?.loop).toEqual({ name: 'p', list: 'callhome.profiles' })
    expect(set.rules[0]?.reads).toEqual([
      'callhome.profiles',
      'callhome.profiles.*.active',
      'callhome.profiles.*.reports_licensing',
      'derived.uses_callhome',
      'device.platform',
      'license.generation',
    ])
  })

  test('survives being compiled', () => {
    const text = [
      'id: one', 'title: One', 'role: cause', 'hop: dns', 'severity: warning', 'platforms: [ios-xe]',
      'when: ["dns.servers == []"]', 'evidence: [dns.servers]', 'message: none', 'why: because',
    ].join('\n') // biome-ignore format: one line a field
    const { json, problems } = compileRules([{ path: 'rules/dns/one.yaml', text }])
    expect(problems).toEqual([])
    const set = fromCompiled(JSON.parse(JSON.stringify(json)))
    expect(set.byId.get('one')?.reads).toEqual(['device.platform', 'dns.servers'])
    expect(() => fromCompiled({ ...json, format: 'other' as never })).toThrow('another version')
    expect(() => fromCompiled({ ...json, rules: [] })).toThrow('the installation holds no rules')
  })

  test('the types are those of the fact schema', () => {
    expect(types['']?.['license']).toBe('license')
    expect(types['callhome']?.['profiles']).toBe('list<callhome.profiles.*>')
    expect(types['derived.deadlines.ack']).toMatchObject({ set: 'bool', days_left: 'int', passed: 'bool' })
  })
})

describe('rule files as text', () => {
  test.each([
    ['a: [', 'no readable YAML'],
    ['a: 1\na: 2', 'no readable YAML'],
    ['a: &x [1]\nb: *x', 'holds an alias'],
    [`${'- '.repeat(30)}x`, 'nested deeper|nested too deep'],
    ['['.repeat(20_000), 'nested too deep|no readable YAML'],
    [`a: ${'x'.repeat(70_000)}`, 'larger than 64 KB'],
  ])('%#', (text, message) => {
    const read = readYaml(text)
    expect('problem' in read ? read.problem : '').toMatch(new RegExp(message))
  })

  test('too many files are cut, and told', () => {
    const files = Array.from({ length: 1002 }, (_, i) => ({ path: `${i}.yaml`, text: 'a: 1' }))
    const { documents, problems } = readDocuments(files)
    expect(documents).toHaveLength(1000)
    expect(problems[0]?.file).toBe('1000.yaml')
  })
})

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
