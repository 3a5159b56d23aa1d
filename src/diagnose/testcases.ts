// Test cases of a rule (`<id>.test.yaml`): device output or facts, and the outcome a rule must have on them.
import type { Capture, CaptureSet } from '../model/capture.ts'
import type { Missing, RuleContext, Source } from '../model/facts/store.ts'
import { type FactStore, factAt } from '../model/facts/store.ts'
import { readTimeFact } from '../model/facts/time.ts'
import { OUTCOMES, type Outcome } from '../model/finding.ts'
import { PLATFORMS, type Platform } from '../model/platform.ts'
import { SEVERITIES, type Severity } from '../model/rule.ts'
import type { FieldProblem } from './lint.ts'
import { leavesOf } from './paths.ts'
import { shapeProblems } from './shape.ts'
import { didYouMean } from './suggest.ts'
import { allPaths, elementType, type TypeTable, typeAt } from './types.ts'

export interface RuleCase {
  readonly name: string
  readonly platform: Platform
  readonly outcome: Outcome
  readonly facts?: Readonly<Record<string, unknown>>
  /** Command -> its output; with `facts` as well, the facts are laid over what the output gives. */
  readonly output?: Readonly<Record<string, string>>
  readonly expect?: {
    readonly severity?: Severity
    readonly findings?: number
    readonly message?: string
    readonly evidence?: readonly string[]
    readonly fix?: readonly string[]
    /** For outcome unknown: facts that must be named as missing. */
    readonly missing?: readonly string[]
  }
}

/** What reading output needs; handed in, because diagnosing knows nothing of parsing. */
export interface OutputReader {
  assemble(set: CaptureSet): FactStore
}

const text = { type: 'string', minLength: 1 }
const texts = { type: 'array', items: text }
const caseSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['cases'],
  properties: {
    cases: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'platform', 'outcome'],
        properties: {
          name: text,
          platform: { enum: PLATFORMS },
          outcome: { enum: OUTCOMES },
          facts: {},
          output: {},
          expect: {
            type: 'object',
            additionalProperties: false,
            properties: {
              severity: { enum: SEVERITIES },
              findings: { type: 'integer' },
              message: text,
              evidence: texts,
              fix: texts,
              missing: texts,
            },
          },
        },
      },
    },
  },
}

/** The cases of a test file, sound ones only, and what is wrong with the others. */
export function readCases(data: unknown, types: TypeTable): { cases: RuleCase[]; problems: FieldProblem[] } {
  const problems: FieldProblem[] = shapeProblems(data, caseSchema)
  if (problems.length > 0) return { cases: [], problems }
  const { cases } = data as { cases: RuleCase[] }
  const sound = cases.filter((one, i) => {
    const found = caseProblems(one, types)
    problems.push(...found.map(message => ({ field: `cases.${i}`, message: `${one.name}: ${message}` })))
    return found.length === 0
  })
  return { cases: sound, problems }
}

function caseProblems(one: RuleCase, types: TypeTable): string[] {
  if (one.facts === undefined && one.output === undefined) return ['give `facts` or `output`']
  const problems: string[] = []
  if (one.output !== undefined && !isRecord(one.output))
    problems.push('`output` must map commands to their text')
  for (const [command, output] of Object.entries(one.output ?? {})) {
    if (typeof output !== 'string') problems.push(`the output of \`${command}\` must be text (\`|\` block)`)
  }
  if (one.facts !== undefined && !isRecord(one.facts)) return [...problems, '`facts` must be a tree of facts']
  // A misspelt fact would leave the real one unknown and the case would prove nothing.
  for (const [path, value] of leavesOf(one.facts ?? {})) {
    const type = typeAt(types, path)
    if (type === undefined) problems.push(`no such fact: ${path}${didYouMean(path, allPaths(types))}`)
    else if (!fits(value, type)) problems.push(`${path} must be ${type}, not ${JSON.stringify(value)}`)
  }
  return problems
}

function fits(value: unknown, type: string): boolean {
  const element = elementType(type)
  if (element !== undefined) return Array.isArray(value) && value.every(item => fits(item, element))
  if (type === 'int') return Number.isSafeInteger(value)
  if (type === 'time') return value === '' || (typeof value === 'string' && readTimeFact(value) !== undefined)
  return typeof value === (type === 'bool' ? 'boolean' : type)
}

/** The case's facts before anything is derived. What a case does not give is unknown. */
export function storeOf(one: RuleCase, types: TypeTable, reader: OutputReader): FactStore {
  const base = one.output === undefined ? blank(types, one) : reader.assemble(captureSet(one, one.output))
  const sources = new Map(base.sources)
  const facts = structuredClone(base.facts) as Record<string, unknown>
  const given = {
    ...one.facts,
    ...(one.facts?.['probe'] === undefined
      ? {}
      : { collection: { probed: true, ...record(one.facts['collection']) } }),
    device: { platform: one.platform, ...record(one.facts?.['device']) },
  }
  for (const [i, [path, value]] of leavesOf(given).entries()) {
    const line: Source = {
      command: 'facts',
      line: i + 1,
      text: `${path}: ${JSON.stringify(value)}`,
      origin: one.name,
    }
    sources.set(path, [line])
  }
  return { facts: lay(facts, given) as RuleContext, sources, missing: base.missing }
}

function blank(types: TypeTable, one: RuleCase): FactStore {
  const reason: Missing = { reason: 'the test case does not give it', command: 'show tech-support license' }
  return {
    // What was collected is always known; a case that names nothing refused nothing.
    facts:
      one.facts?.['collection'] === undefined
        ? { collection: { answered: [], refused: [], probed: false } }
        : {},
    sources: new Map(),
    missing: new Map(Object.keys(types[''] ?? {}).map(root => [root, reason])),
  }
}

function captureSet(one: RuleCase, output: Readonly<Record<string, string>>): CaptureSet {
  const captures = Object.entries(output).map(
    ([typed, text]): Capture => ({
      // As typed: what is tested and which part a filter shows stand in the words behind the name.
      command: typed,
      status: 'ok',
      text,
      firstLine: 1,
      origin: one.name,
    }),
  )
  return { name: one.name, platform: one.platform, captures }
}

/** `over` on top of `under`: objects merge, everything else is replaced. */
function lay(under: unknown, over: unknown): unknown {
  if (!isRecord(over)) return over
  const result: Record<string, unknown> = isRecord(under) ? { ...under } : {}
  for (const [key, value] of Object.entries(over)) result[key] = lay(factAt(under, key), value)
  return result
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
