// Rules and devices for the engine's tests.
import { factTypes } from '../../src/diagnose/compile.ts'
import { derive } from '../../src/diagnose/derive/index.ts'
import { type Loading, loadRules } from '../../src/diagnose/load.ts'
import { leavesOf } from '../../src/diagnose/paths.ts'
import type { FactStore, Missing, RuleContext, Source } from '../../src/model/facts/store.ts'

export const types = factTypes()

const BASE = {
  title: 'Sample',
  role: 'cause',
  hop: 'url',
  severity: 'critical',
  platforms: ['ios-xe', 'nx-os', 'ios-xr'],
  when: ['license.enabled'],
  evidence: ['license.enabled'],
  message: 'sample',
  why: 'sample',
}

/** Loads rules given by their differences from a sound one. */
export function load(...rules: Record<string, unknown>[]): Loading {
  return loadRules(
    rules.map((rule, i) => {
      const id = typeof rule['id'] === 'string' ? rule['id'] : `sample-${i}`
      return { file: `x/${id}.yaml`, data: { ...BASE, id, ...rule } }
    }),
    types,
  )
}

/** As load, for rules that must be sound. */
export function sound(...rules: Record<string, unknown>[]): Loading['set'] {
  const { set, problems } = load(...rules)
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  return set
}

/** Messages of the problems of one rule. */
export function problemsOf(rule: Record<string, unknown>): string[] {
  return load(rule).problems.map(({ field, message }) => `${field}: ${message}`)
}

/** A store of facts: line n proves the n-th leaf. Given no platform, it is ios-xe. */
export function store(facts: Record<string, unknown>, missing: Record<string, Missing> = {}): FactStore {
  const device = { platform: 'ios-xe', ...(facts['device'] as object | undefined) }
  const tree = { ...facts, device }
  const sources = new Map<string, Source[]>(
    leavesOf(tree).map(([path, value], i) => [
      path,
      [{ command: 'show x', line: i + 1, text: `${path} ${JSON.stringify(value)}`, origin: 'x.txt' }],
    ]),
  )
  return { facts: tree as RuleContext, sources, missing: new Map(Object.entries(missing)) }
}

export function derived(facts: Record<string, unknown>, missing: Record<string, Missing> = {}): FactStore {
  return derive(store(facts, missing))
}
