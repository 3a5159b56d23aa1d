// JSON Schema of a comparison (`smartlic.comparison/v1`), published in the package and checked in tests.
import { COMPARISON_SCHEMA, VERDICTS } from '../../model/comparison.ts'
import { HOP_STATUSES, HOPS } from '../../model/hop.ts'
import { DEADLINE_KINDS, DEADLINE_LEVELS, DEVICE_STATUSES } from '../../model/report.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { count, exactly, listOf, text, texts } from '../schema.ts'

const severity = { enum: SEVERITIES }
const status = { enum: DEVICE_STATUSES }

const FINDING = {
  rule: text,
  element: text,
  title: text,
  severity,
  counts: { type: 'boolean', description: 'false: a note, waived, or what another finding accounts for' },
  undecided_before: { const: true, description: 'before, its rule could not be decided' },
}
const OPTIONAL = ['element', 'undecided_before']
const finding = exactly(FINDING, OPTIONAL)
const changed = exactly({ ...FINDING, before: severity, after: severity }, OPTIONAL)

const side = exactly({ at: text, days_left: { type: 'integer' }, level: { enum: DEADLINE_LEVELS } }, [
  'days_left',
])
const hop = { enum: HOP_STATUSES }

const device = exactly(
  {
    name: text,
    hostname: text,
    status: exactly({ before: status, after: status }),
    verdict: { enum: VERDICTS },
    reason: { ...text, description: 'why it cannot be told; empty when it can' },
    appeared: listOf(finding),
    cleared: listOf(finding),
    changed: { ...listOf(changed), description: 'in severity' },
    undecided: {
      ...listOf(finding),
      description: 'failed before and cannot be decided any more: not cleared',
    },
    still: { ...count, description: 'findings of both runs, as severe as before' },
    path: listOf(exactly({ hop: { enum: HOPS }, before: hop, after: hop, note: text })),
    deadlines: listOf(
      exactly({ kind: { enum: DEADLINE_KINDS }, before: side, after: side }, ['before', 'after']),
    ),
    facts: {
      ...listOf(exactly({ path: text, before: text, after: text, command: text })),
      description: 'only where both runs are output',
    },
  },
  ['facts'],
)

const run = exactly({
  source: text,
  kind: { enum: ['report', 'output'] },
  version: text,
  started_at: text,
  devices: count,
})

const lone = listOf(exactly({ name: text, status }))

export const comparisonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: COMPARISON_SCHEMA,
  ...exactly({
    schema: { const: COMPARISON_SCHEMA },
    tool: text,
    version: text,
    before: run,
    after: run,
    verdict: {
      enum: VERDICTS,
      description: 'exit code 0 for better and same, 1 for worse, 2 for critical, 3 for unknown',
    },
    notes: texts,
    devices: listOf(device),
    only_before: lone,
    only_after: lone,
  }),
}
