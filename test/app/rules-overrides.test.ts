// `pack.yaml`: shipped rules switched off or of another severity, with a reason; and every way to get it wrong.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeProblem, findRule, loadRuleSet, ruleNotes, soundRules } from '../../src/app/rules.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-pack-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function pack(text: string, name = '.'): string {
  const home = join(dir, name)
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'pack.yaml'), text)
  return home
}

const OFF = 'overrides: [{rule: callhome-http-url, disabled: true, reason: our gateway wants it}]\n'

describe('an override', () => {
  test('switches a rule off, and says so wherever it is asked for', async () => {
    const home = pack(OFF)
    const set = await soundRules([home])
    expect(set.byId.has('callhome-http-url')).toBe(false)
    expect(set.rules.some(rule => rule.id === 'callhome-http-url')).toBe(false)
    const note = `rule callhome-http-url is switched off by ${home}/pack.yaml: our gateway wants it`
    expect(ruleNotes(set)).toEqual([note])
    await expect(findRule(set, 'callhome-http-url')).rejects.toThrow(note)
    expect(ruleNotes(await soundRules())).toEqual([])
  })

  test('gives another severity, whatever the rule would lower it to', async () => {
    const home = pack('overrides: [{rule: callhome-http-url, severity: warning, reason: known}]\n')
    const set = await soundRules([home])
    const rule = await findRule(set, 'callhome-http-url')
    expect([rule.severity, rule.severity_when]).toEqual(['warning', undefined])
    expect(ruleNotes(set)).toEqual([
      `rule callhome-http-url is always warning (shipped: critical), as decided by ${home}/pack.yaml: known`,
    ])
    expect((await findRule(await soundRules(), 'callhome-http-url')).severity).toBe('critical')
  })

  test('does not break the links to the rule', async () => {
    const home = pack(OFF)
    writeFileSync(
      join(home, 'mine.yaml'),
      [
        'id: mine', 'title: x', 'role: cause', 'hop: url', 'severity: info', 'platforms: [ios-xe]', 'when: [dns.lookup]',
        'explains: [callhome-http-url]', 'evidence: [dns.lookup]', 'message: x', 'why: x',
      ].join('\n'), // biome-ignore format: one line a field
    )
    const { set, problems } = await loadRuleSet([home])
    expect(problems).toEqual([])
    expect(set.byId.has('mine')).toBe(true)
  })
})

describe('a broken pack.yaml', () => {
  test.each<[string, string, RegExp]>([
    ['no YAML', 'overrides: [', /pack\.yaml:\d: is no readable YAML/],
    ['nothing to override', 'overrides: []', /pack\.yaml:1: overrides: must not be empty/],
    ['another shape', 'override: []', /pack\.yaml:1: override: no such field \(did you mean overrides\?\)/],
    [
      'no reason',
      'overrides:\n  - rule: callhome-http-url\n    disabled: true\n',
      /pack\.yaml:2: overrides\.0\.reason: is missing; add it/,
    ],
    [
      'an unknown rule',
      'overrides:\n  - {rule: calhome-http-url, disabled: true, reason: x}\n',
      /pack\.yaml:2: overrides\.0\.rule: no rule calhome-http-url \(did you mean callhome-http-url\?\)/,
    ],
    [
      'neither of both',
      'overrides: [{rule: callhome-http-url, reason: x}]',
      /overrides\.0: give either `disabled: true` or a `severity`/,
    ],
    [
      'both',
      'overrides: [{rule: callhome-http-url, disabled: true, severity: info, reason: x}]',
      /overrides\.0: give either/,
    ],
    [
      'not disabled',
      'overrides: [{rule: callhome-http-url, disabled: false, reason: x}]',
      /overrides\.0\.disabled: must be true/,
    ],
    [
      'an unknown severity',
      'overrides: [{rule: callhome-http-url, severity: criticl, reason: x}]',
      /did you mean critical\?/,
    ],
    [
      'twice the same rule',
      'overrides:\n  - {rule: callhome-http-url, severity: info, reason: x}\n  - {rule: callhome-http-url, disabled: true, reason: y}\n',
      /pack\.yaml:3: overrides\.1\.rule: callhome-http-url is changed by .*pack\.yaml already/,
    ],
    [
      'loud advice',
      'overrides: [{rule: wrong-virtual-account, severity: critical, reason: x}]',
      /wrong-virtual-account is advice/,
    ],
  ])('%s stops the run', async (_name, text, message) => {
    await expect(soundRules([pack(text)])).rejects.toThrow(message)
  })

  test('that leaves no rule stops the run', async () => {
    const { set } = await loadRuleSet()
    const entries = set.rules.map(rule => `  - {rule: ${rule.id}, disabled: true, reason: x}`)
    await expect(soundRules([pack(`overrides:\n${entries.join('\n')}\n`)])).rejects.toThrow(
      /leaves no rule in use/,
    )
  })

  test('the same rule in two packs is decided once', async () => {
    const [one, two] = [pack(OFF, 'one'), pack(OFF, 'two')]
    const { problems } = await loadRuleSet([one, two])
    expect(problems.map(describeProblem)).toEqual([
      `${two}/pack.yaml:1: overrides.0.rule: callhome-http-url is changed by ${one}/pack.yaml already; decide it once`,
    ])
  })
})
