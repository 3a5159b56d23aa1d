// `rules coverage`: facts nobody looks at, rules nothing makes fail.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ruleCoverage } from '../../src/app/rules/coverage.ts'

test('every shipped rule fails in a case; every fact is counted once', async () => {
  const { facts, rules, silent } = await ruleCoverage()
  expect(silent).toEqual([])
  expect(rules.every(rule => rule.cases.pass > 0 && rule.cases.unknown > 0)).toBe(true)
  expect(facts.decided + facts.through_derived + facts.shown + facts.unread.length).toBe(facts.total)
  expect(facts.unread).not.toContain('license.generation')
  // Read by way of derived.uses_callhome alone.
  expect(facts.unread).not.toContain('license.transport.type')
})

test('a pack: its own rules, and the facts it reads beside the shipped ones', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-coverage-'))
  try {
    const shipped = await ruleCoverage()
    const [unread = ''] = shipped.facts.unread.filter(path => path === 'device.image')
    writeFileSync(
      join(dir, 'mine.yaml'),
      [
        'id: mine', 'title: x', 'role: cause', 'hop: url', 'severity: info', 'platforms: [ios-xe]', `when: ['${unread} == "x"']`,
        `evidence: [${unread}]`, 'message: x', 'why: x',
      ].join('\n'), // biome-ignore format: one line a field
    )
    const { facts, rules, silent } = await ruleCoverage([dir])
    expect(rules.map(rule => rule.id)).toEqual(['mine'])
    expect(silent).toEqual(['mine'])
    expect(facts.unread).toEqual(shipped.facts.unread.filter(path => path !== unread))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
