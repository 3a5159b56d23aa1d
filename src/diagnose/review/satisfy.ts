// Can these formulas hold together? A small search that says "no" only when it is proven.
import { compareReleases } from '../release.ts'
import type { Formula, Test } from './formula.ts'

/** The values a fact may have; undefined: any. */
export type Domain = (path: string) => readonly string[] | undefined

/** What is assumed of one value so far. */
interface Assumed {
  readonly values?: readonly string[]
  readonly excluded: readonly string[]
  readonly from: number
  readonly to: number
  readonly releaseFrom?: string
  readonly releaseTo?: string
  readonly texts: readonly { readonly holds: (value: string) => boolean; readonly positive: boolean }[]
}

interface State {
  readonly assumed: ReadonlyMap<string, Assumed>
  readonly facts: ReadonlyMap<string, boolean>
}

/** Branches looked at before giving up; giving up means "may hold". */
const MAX_STEPS = 20_000
const NOTHING: Assumed = {
  excluded: [],
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  texts: [],
}

/** False: no device can ever make all of them true. */
export function canHold(formulas: readonly Formula[], domain: Domain): boolean {
  let steps = 0
  const search = (todo: readonly Formula[], state: State): boolean => {
    steps++
    if (steps > MAX_STEPS) return true
    const [next, ...rest] = todo
    if (next === undefined) return true
    if (next.kind !== 'test') {
      return next.kind === 'all'
        ? search([...next.parts, ...rest], state)
        : next.parts.some(part => search([part, ...rest], state))
    }
    const after = assume(next.test, next.positive, state, domain)
    return after !== undefined && search(rest, after)
  }
  // Tests first: each rules out branches of what follows.
  return search([...formulas].sort(byKind), { assumed: new Map(), facts: new Map() })
}

function byKind(a: Formula, b: Formula): number {
  const weight = { test: 0, all: 1, any: 2 }
  return weight[a.kind] - weight[b.kind]
}

/** The state with one more test, or undefined when that contradicts what is assumed already. */
function assume(test: Test, positive: boolean, state: State, domain: Domain): State | undefined {
  const key = test.kind === 'opaque' ? test.key : `${test.subject} ${test.kind === 'text' ? test.key : ''}`
  let { facts } = state
  if (test.kind === 'opaque' || test.kind === 'text') {
    const known = facts.get(key)
    if (known !== undefined && known !== positive) return undefined
    facts = new Map(facts).set(key, positive)
    if (test.kind === 'opaque') return { ...state, facts }
  }
  const before = state.assumed.get(test.subject) ?? startOf(test, domain)
  const after = narrow(before, test, positive)
  if (!possible(after)) return undefined
  return { facts, assumed: new Map(state.assumed).set(test.subject, after) }
}

function startOf(test: Test, domain: Domain): Assumed {
  if (test.kind === 'among' && test.path !== undefined) {
    const values = domain(test.path)
    if (values !== undefined) return { ...NOTHING, values }
  }
  // A list has no fewer than no elements.
  if (test.kind === 'below' && test.subject.startsWith('size(')) return { ...NOTHING, from: 0 }
  return NOTHING
}

function narrow(before: Assumed, test: Exclude<Test, { kind: 'opaque' }>, positive: boolean): Assumed {
  switch (test.kind) {
    case 'among': {
      if (!positive) return { ...before, excluded: [...before.excluded, ...test.values] }
      const values = before.values?.filter(value => test.values.includes(value)) ?? test.values
      return { ...before, values }
    }
    case 'below':
      return positive
        ? { ...before, to: Math.min(before.to, test.limit) }
        : { ...before, from: Math.max(before.from, test.limit) }
    case 'release-below':
      return positive
        ? { ...before, releaseTo: nearer(before.releaseTo, test.limit, -1) }
        : { ...before, releaseFrom: nearer(before.releaseFrom, test.limit, 1) }
    case 'text':
      return { ...before, texts: [...before.texts, { holds: test.holds, positive }] }
  }
}

function nearer(before: string | undefined, limit: string, sign: 1 | -1): string {
  if (before === undefined) return limit
  return compared(limit, before) * sign > 0 ? limit : before
}

function possible({ values, excluded, from, to, releaseFrom, releaseTo, texts }: Assumed): boolean {
  if (from >= to) return false
  if (releaseFrom !== undefined && releaseTo !== undefined && compared(releaseFrom, releaseTo) >= 0)
    return !(isRelease(releaseFrom) && isRelease(releaseTo))
  if (values === undefined) return true
  return values.some(
    value => !excluded.includes(value) && texts.every(({ holds, positive }) => holds(value) === positive),
  )
}

/** Limits that are no releases order nothing. */
function compared(a: string, b: string): number {
  return isRelease(a) && isRelease(b) ? compareReleases(a, b) : 0
}

function isRelease(text: string): boolean {
  try {
    compareReleases(text, '1.0')
    return true
  } catch {
    return false
  }
}
