// JSON Schema of the report (`smartlic.report/v1`), published in the package and checked in tests.
import { CAPTURE_STATUSES } from '../model/capture.ts'
import { CHANGES, OUTCOMES } from '../model/finding.ts'
import { LEFT_OUT_KINDS } from '../model/fix-plan.ts'
import { HOP_STATUSES, HOPS } from '../model/hop.ts'
import {
  DEADLINE_KINDS,
  DEADLINE_LEVELS,
  DEVICE_CHANGE_KINDS,
  DEVICE_STATUSES,
  REPORT_SCHEMA,
} from '../model/report.ts'
import { RISKS, ROLES, SEVERITIES } from '../model/rule.ts'
import { DEVICE_SCHEMA } from './ndjson.ts'

export const text = { type: 'string' }
export const texts = { type: 'array', items: text }
export const count = { type: 'integer', minimum: 0 }

type Schema = Readonly<Record<string, unknown>>

/** An object with exactly these keys; names after `?` in `optional` may be left out. */
export function exactly(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter(key => !optional.includes(key))
  return { type: 'object', additionalProperties: false, required, properties }
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items }
}

const source = exactly(
  {
    command: text,
    line: {
      type: 'integer',
      minimum: 0,
      description: '1-based line within the origin; 0: the output was read and holds no such line',
    },
    text,
    origin: { type: 'string', description: 'file name or device address' },
    vantage: { const: 'computer', description: 'seen from this computer; left out: said by the device' },
  },
  ['vantage'],
)

const parts = exactly({ config: texts, admin_config: texts, exec: texts })

const remediation = exactly({
  title: text,
  risk: { enum: RISKS },
  impact: text,
  lines: { ...texts, description: 'complete: to be pasted as they are once the placeholders are filled in' },
  steps: texts,
  undo: texts,
  parts: { ...parts, description: 'what lines is made of, before mode changes, commit and save are added' },
  undo_parts: { ...parts, description: 'what undo is made of; empty when it is a sentence' },
  placeholders: texts,
})

const effect = exactly({
  clears: { ...texts, description: 'rules that no longer fail once the configuration is applied' },
  leaves: texts,
  appears: texts,
  undecided: { ...texts, description: 'only the device can settle these' },
  notes: texts,
})

const plan = exactly(
  {
    rules: { ...texts, description: 'rules whose fixes are in the plan, first broken hop first' },
    config: { ...texts, description: 'one block to paste, mode changes, commit and save included' },
    exec: { ...texts, description: 'exec lines typed after it, in order' },
    steps: {
      ...listOf(exactly({ rule: text, text })),
      description: 'not typed on this device: portal, firewall, server',
    },
    steps_first: { type: 'boolean', description: 'the steps come before the exec lines' },
    undo: { ...texts, description: 'takes the plan back, complete for pasting' },
    undo_notes: { ...texts, description: 'what lines cannot take back' },
    parts,
    undo_parts: parts,
    risk: { enum: RISKS },
    impact: texts,
    placeholders: listOf(exactly({ name: text, hint: text })),
    verify: listOf(exactly({ run: text, expect: text })),
    left_out: listOf(exactly({ rule: text, title: text, kind: { enum: LEFT_OUT_KINDS }, reason: text })),
    effect,
  },
  ['effect'],
)

const finding = exactly(
  {
    rule: text,
    title: text,
    element: { type: 'string', description: 'the element of a rule that looks at each of a list' },
    outcome: { enum: OUTCOMES },
    severity: { enum: SEVERITIES },
    role: { enum: ROLES },
    hop: { enum: HOPS },
    message: text,
    why: text,
    evidence: listOf({ $ref: '#/$defs/source' }),
    explained_by: { ...texts, description: 'ids of failing rules that account for this finding' },
    explains: { ...texts, description: 'ids of failing rules this finding accounts for' },
    remediation: listOf({ $ref: '#/$defs/remediation' }),
    verify: listOf(exactly({ run: text, expect: text })),
    references: listOf(exactly({ title: text, url: text }, ['url'])),
    missing: listOf(exactly({ path: text, reason: text, command: text })),
    error: text,
    waived: {
      ...exactly({
        reason: text,
        owner: text,
        expires: {
          type: 'string',
          pattern: '^(?:\\d{4}-\\d{2}-\\d{2})?$',
          description: 'the last day it holds; empty: in the baseline',
        },
      }),
      description: 'a waiver or baseline covers it: it does not count',
    },
    change: { enum: CHANGES, description: 'against an earlier run' },
  },
  ['element', 'error', 'waived', 'change'],
)

const gone = exactly({ rule: text, element: text, title: text, severity: { enum: SEVERITIES } }, ['element'])

const change = exactly(
  { kind: { enum: DEVICE_CHANGE_KINDS }, text, rule: text, element: text, severity: { enum: SEVERITIES } },
  ['rule', 'element', 'severity'],
)

const deadline = exactly(
  {
    kind: { enum: DEADLINE_KINDS },
    at: { type: 'string', description: 'ISO 8601 where the zone is known; empty: counted in days, no date' },
    days_left: {
      type: 'integer',
      description: "by the device's clock; negative once passed; left out when it cannot be told",
    },
    level: { enum: DEADLINE_LEVELS },
    text,
    consequence: text,
    next_attempt: { type: 'string', description: 'planned by the device; empty when it prints none' },
    next_attempt_passed: { const: true, description: "by the device's clock; left out when it is not" },
    retry: { type: 'string', description: 'how often the device tries; empty when no source tells' },
    missing: exactly({ reason: text, command: text }),
  },
  ['days_left', 'next_attempt_passed', 'missing'],
)

const whatIf = exactly(
  {
    source: { type: 'string', description: 'file name of the configuration lines' },
    status: { enum: DEVICE_STATUSES, description: 'as the device would be; decides the exit code' },
    effect,
    findings: {
      ...listOf(exactly({ rule: text, title: text, severity: { enum: SEVERITIES } })),
      description: 'what the lines leave and what they bring',
    },
    problem: { type: 'string', description: 'why nothing can be forecast' },
  },
  ['effect', 'problem'],
)

const device = exactly(
  {
    name: text,
    groups: { ...texts, description: 'of the inventory' },
    tags: texts,
    hostname: text,
    platform: { type: 'string', description: 'ios-xe, nx-os, ios-xr; empty when unknown' },
    os_version: text,
    model: text,
    serial: text,
    generation: text,
    method: text,
    status: { enum: DEVICE_STATUSES },
    state: exactly(
      {
        summary: text,
        facts: listOf(exactly({ label: text, value: text, source: { $ref: '#/$defs/source' } }, ['source'])),
        deadlines: listOf({ $ref: '#/$defs/deadline' }),
        unsettled: { const: true, description: 'whether licensing works could not be told' },
      },
      ['unsettled'],
    ),
    path: listOf(
      exactly(
        {
          hop: { enum: HOPS },
          status: { enum: HOP_STATUSES },
          note: { ...text, description: 'what was seen; for unknown what would settle it' },
          evidence: { ...listOf({ $ref: '#/$defs/source' }), description: 'lines that prove the status' },
          rules: { ...texts, description: 'failing rules at this hop' },
          probe: {
            ...exactly({
              status: { enum: HOP_STATUSES },
              note: text,
              evidence: listOf({ $ref: '#/$defs/source' }),
            }),
            description: 'the same hop as this computer saw it; only where a probe was asked for',
          },
        },
        ['probe'],
      ),
    ),
    findings: listOf({ $ref: '#/$defs/finding' }),
    gone: { ...listOf(gone), description: 'findings of an earlier run that are no longer' },
    changes: {
      ...listOf(change),
      description: 'worth telling against the last run of the job; empty: nothing',
    },
    plan: { $ref: '#/$defs/plan' },
    what_if: { $ref: '#/$defs/what_if' },
    unknown: listOf(exactly({ command: text, reason: text, rules: texts })),
    captures: listOf(
      exactly(
        {
          command: text,
          status: { enum: CAPTURE_STATUSES },
          origin: text,
          lines: count,
          bytes: count,
          reason: text,
          duration_ms: { type: 'number', minimum: 0 },
        },
        ['reason', 'duration_ms'],
      ),
    ),
    counts: exactly(Object.fromEntries(OUTCOMES.map(outcome => [outcome, count]))),
    problem: exactly({ kind: text, message: text, hop: text }, ['hop']),
  },
  ['groups', 'tags', 'gone', 'changes', 'plan', 'what_if', 'problem'],
)

const DEFINITIONS = { source, remediation, plan, what_if: whatIf, finding, deadline, device }

export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: REPORT_SCHEMA,
  ...exactly({
    schema: { const: REPORT_SCHEMA },
    run: exactly(
      {
        tool: text,
        version: text,
        started_at: {
          type: 'string',
          description: "ISO 8601, the collecting computer's clock; empty when it is not known",
        },
        duration_ms: { type: 'number', minimum: 0 },
        command: text,
        notes: texts,
        thresholds: {
          ...exactly({ warn_days: count, critical_days: count }),
          description: 'fewer whole days left than this make a deadline a warning, or critical',
        },
        job: {
          ...exactly({ name: text, last_run: { type: 'string', description: 'ISO 8601' } }, ['last_run']),
          description: 'the run was compared with the last one of this job; without last_run it is the first',
        },
      },
      ['thresholds', 'job'],
    ),
    devices: listOf({ $ref: '#/$defs/device' }),
  }),
  $defs: DEFINITIONS,
}

/** One line of NDJSON: the device's part of the report with a schema of its own. */
export const deviceSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: DEVICE_SCHEMA,
  ...device,
  required: ['schema', ...(device['required'] as string[])],
  properties: { schema: { const: DEVICE_SCHEMA }, ...(device['properties'] as object) },
  $defs: DEFINITIONS,
}
