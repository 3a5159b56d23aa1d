// JSON Schema of a bundle's manifest, published with the package; what is read back has to have this shape.
import { CAPTURE_STATUSES } from '../model/capture.ts'
import { OUTCOMES } from '../model/finding.ts'
import { PLATFORMS } from '../model/platform.ts'
import { REDACTION_LEVELS } from '../model/redaction.ts'
import { DEVICE_STATUSES } from '../model/report.ts'
import { SEVERITIES } from '../model/rule.ts'
import { BUNDLE_SCHEMA } from './manifest.ts'

const text = { type: 'string' }
const texts = { type: 'array', items: text }
const count = { type: 'integer', minimum: 0 }
const moment = { type: 'string', description: "ISO 8601, collector's clock" }
const sha256 = { type: 'string', description: 'SHA-256 of the file, lower-case hex' }

/** Nothing else may stand in it: a newer version has a newer name. */
function object(
  properties: Readonly<Record<string, unknown>>,
  optional: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const required = Object.keys(properties).filter(key => !optional.includes(key))
  return { type: 'object', additionalProperties: false, required, properties }
}

const file = { file: { type: 'string', description: 'path in the bundle' }, bytes: count, sha256 }

const capture = object(
  {
    command: text,
    status: { enum: CAPTURE_STATUSES },
    reason: { type: 'string', description: 'one sentence: why the status is not ok' },
    origin: text,
    first_line: { type: 'integer', minimum: 1 },
    started_at: moment,
    finished_at: moment,
    duration_ms: count,
    proof: { enum: ['last-line', 'prompt'], description: 'what shows that the answer is whole' },
    waited_ms: count,
    lifted: { type: 'integer', minimum: 0, description: 'log lines taken out of the answer' },
    lines: count,
    ...file,
  },
  ['reason', 'started_at', 'finished_at', 'duration_ms', 'proof', 'waited_ms', 'lifted', 'file', 'sha256'],
)

const finding = object({
  key: { type: 'string', description: 'tells the same fault on the same device in every run' },
  rule: text,
  title: text,
  severity: { enum: SEVERITIES },
  outcome: { enum: OUTCOMES },
})

const device = object(
  {
    name: text,
    folder: { type: 'string', description: 'below devices/' },
    platform: { enum: PLATFORMS },
    problem: object({ kind: text, message: text, hop: text }, ['hop']),
    groups: texts,
    tags: texts,
    status: { enum: DEVICE_STATUSES },
    clock: object({ skew_seconds: { type: 'integer' }, error_seconds: count }),
    captures: { type: 'array', items: { $ref: '#/$defs/capture' } },
    findings: { type: 'array', items: { $ref: '#/$defs/finding' } },
    transcript: object({ ...file, cut: { type: 'boolean' } }, ['cut']),
    files: { type: 'array', items: { $ref: '#/$defs/file' } },
  },
  ['platform', 'problem', 'groups', 'tags', 'clock', 'transcript', 'files'],
)

export const manifestSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'smartlic bundle: manifest.json',
  ...object(
    {
      schema: { const: BUNDLE_SCHEMA },
      tool: object({ name: { const: 'smartlic' }, version: text }),
      rules: object({ hash: text, count, packs: texts }),
      started_at: moment,
      finished_at: moment,
      collector: object({ time_zone: text, utc_offset_minutes: { type: 'integer' } }),
      redaction: object({ level: { enum: REDACTION_LEVELS } }),
      thresholds: object({ warn_days: count, critical_days: count }),
      partial: { type: 'string', description: 'one sentence: why not everything asked for is here' },
      case: object({ problem: text, tried: texts, service_request: text }, ['problem', 'service_request']),
      devices: { type: 'array', items: { $ref: '#/$defs/device' } },
      files: { type: 'array', items: { $ref: '#/$defs/file' } },
    },
    ['partial', 'case'],
  ),
  $defs: { capture, device, file: object(file), finding },
} as const
