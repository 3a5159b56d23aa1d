// Use case: which facts no rule looks at, and which rules no case makes fail.
import { baseFactsOf } from '../../diagnose/device.ts'
import type { LoadedRule } from '../../diagnose/load.ts'
import { readingOf, type Scope } from '../../diagnose/reads.ts'
import { parseTemplate } from '../../diagnose/template.ts'
import type { RuleCase } from '../../diagnose/testcases.ts'
import { OUTCOMES, type Outcome } from '../../model/finding.ts'
import { factReference } from '../facts/reference.ts'
import { casesIn, type OnDisk, onDisk, testFiles } from './testing.ts'

export interface RuleCoverage {
  readonly id: string
  /** Cases by the outcome they expect. */
  readonly cases: Readonly<Record<Outcome, number>>
  /** Cases that fail from device output, not from facts written down. */
  readonly fail_from_output: number
}

export interface Coverage {
  readonly schema: 'smartlic.rule-coverage/v1'
  readonly facts: {
    readonly total: number
    /** A condition reads them. */
    readonly decided: number
    /** A derived fact that a condition reads is computed from them. */
    readonly through_derived: number
    /** Only shown: evidence, message, fix. */
    readonly shown: number
    /** No rule looks at them. */
    readonly unread: readonly string[]
  }
  readonly rules: readonly RuleCoverage[]
  /** Rules that no case makes fail. */
  readonly silent: readonly string[]
}

/** Of the rules of the directories, or of the shipped ones. */
export async function ruleCoverage(packs?: readonly string[]): Promise<Coverage> {
  const disk = await onDisk(packs)
  const { facts } = await factReference()
  const rules = disk.rules.map(rule => coverageOf(rule.id, casesOf(rule, disk)))
  // Facts are looked at by all rules in use: a pack builds on the shipped ones.
  const conditions = new Set(disk.set.rules.flatMap(rule => readsOf(rule, disk)))
  const derived = [...conditions].filter(path => path.startsWith('derived.')).flatMap(baseFactsOf)
  const shown = new Set(disk.set.rules.flatMap(shownBy).map(plain))
  const kinds = facts
    .filter(fact => fact.type !== 'list')
    .map(({ path }) => ({
      path,
      kind: [...conditions].some(read => plain(read) === plain(path))
        ? 'decided'
        : derived.some(base => covers(base, path))
          ? 'derived'
          : shown.has(plain(path))
            ? 'shown'
            : 'unread',
    }))
  const count = (kind: string): number => kinds.filter(one => one.kind === kind).length
  return {
    schema: 'smartlic.rule-coverage/v1',
    facts: {
      total: kinds.length,
      decided: count('decided'),
      through_derived: count('derived'),
      shown: count('shown'),
      unread: kinds.filter(one => one.kind === 'unread').map(one => one.path),
    },
    rules,
    silent: rules.filter(rule => rule.cases.fail === 0).map(rule => rule.id),
  }
}

function casesOf(rule: LoadedRule, disk: OnDisk): readonly RuleCase[] {
  const file = testFiles(disk).get(rule.id)
  return file === undefined ? [] : casesIn(file, rule.id, disk.set).cases
}

export function coverageOf(id: string, cases: readonly RuleCase[]): RuleCoverage {
  const count = (outcome: Outcome): number => cases.filter(one => one.outcome === outcome).length
  return {
    id,
    cases: Object.fromEntries(OUTCOMES.map(outcome => [outcome, count(outcome)])) as RuleCoverage['cases'],
    fail_from_output: cases.filter(one => one.outcome === 'fail' && one.output !== undefined).length,
  }
}

/** Facts that decide the rule, its severity or its fixes. */
function readsOf(rule: LoadedRule, { set }: OnDisk): readonly string[] {
  const type = rule.loop === undefined ? undefined : set.environment.elementTypeAt(rule.loop.list)
  const variable = rule.loop === undefined || type === undefined ? undefined : { name: rule.loop.name, type }
  const scope: Scope = new Map(rule.loop === undefined ? [] : [[rule.loop.name, `${rule.loop.list}.*`]])
  const others = [
    ...(rule.severity_when ?? []).map(one => one.when),
    ...(rule.fix ?? []).flatMap(fix => fix.when ?? []),
  ]
  return [
    ...rule.reads,
    ...others.flatMap(text => readingOf(set.environment.compile(text, variable).ast, set.types, scope).reads),
  ]
}

/** Paths in evidence and templates, loop variables traced back to their list. */
function shownBy(rule: LoadedRule): string[] {
  const texts = [
    rule.message,
    rule.why,
    ...(rule.fix ?? []).flatMap(fix => [
      fix.title ?? '',
      fix.impact,
      fix.config ?? '',
      fix.admin_config ?? '',
      fix.exec ?? '',
      fix.undo,
      ...(fix.steps ?? []),
    ]),
    ...(rule.verify ?? []).flatMap(one => [one.run, one.expect]),
  ]
  const inTexts = texts
    .flatMap(text => parseTemplate(text).parts)
    .flatMap(part => (typeof part === 'string' ? [] : part.path))
  const { loop } = rule
  return [...rule.evidence, ...inTexts].map(path =>
    loop !== undefined && path.startsWith(`${loop.name}.`)
      ? `${loop.list}${path.slice(loop.name.length)}`
      : path,
  )
}

/** `license.usage.name` is `license.usage.*.name`. */
function plain(path: string): string {
  return path.replaceAll('.*', '')
}

function covers(base: string, path: string): boolean {
  return plain(path) === plain(base) || plain(path).startsWith(`${plain(base)}.`)
}
