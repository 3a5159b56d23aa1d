// No silent gaps: every cause with a configuration fix is looped on each platform the fix is for, or listed with a reason.
import { expect, test } from 'vitest'
import { soundRules } from '../../src/app/rules.ts'
import { loops, notModelled } from './table.ts'

const name = ({ rule, platform }: { rule: string; platform: string }): string => `${rule} on ${platform}`

/** Cause rules by the platforms a fix of theirs configures. */
async function fixable(): Promise<string[]> {
  const { rules } = await soundRules()
  const all = rules
    .filter(rule => rule.role === 'cause')
    .flatMap(rule =>
      (rule.fix ?? [])
        .filter(fix => fix.config !== undefined || fix.admin_config !== undefined)
        .flatMap(fix => fix.platforms.map(platform => name({ rule: rule.id, platform }))),
    )
  return [...new Set(all)].sort()
}

test('every configuration fix of a cause is looped or listed', async () => {
  const covered = new Set([...loops(), ...notModelled()].map(name))
  expect((await fixable()).filter(fix => !covered.has(fix))).toEqual([])
})

test('nothing is looped or listed that is no such fix', async () => {
  const known = new Set(await fixable())
  expect([...loops(), ...notModelled()].map(name).filter(fix => !known.has(fix))).toEqual([])
})

test('nothing listed as not modelled is looped', () => {
  const looped = new Set(loops().map(name))
  expect(
    notModelled()
      .map(name)
      .filter(gap => looped.has(gap)),
  ).toEqual([])
})

test('nothing is listed twice', () => {
  const gaps = notModelled().map(name)
  expect(gaps).toHaveLength(new Set(gaps).size)
  const typed = loops().map(
    loop => `${name(loop)} with ${loop.device}, fix ${loop.fix}, ${loop.break.join(' / ')}`,
  )
  expect(typed).toHaveLength(new Set(typed).size)
})
