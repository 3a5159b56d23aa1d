// What a job remembers of its last runs: names, rule ids and labels; no output of devices, no secrets.
import type { DeviceStatus } from '../../model/report.ts'
import { DEVICE_STATUSES } from '../../model/report.ts'
import { SEVERITIES, type Severity } from '../../model/rule.ts'
import type { Schema } from '../../report/shape.ts'
import type { Track } from './damping.ts'

export const STATE_SCHEMA = 'smartlic.state/v1'

/** A device that was not part of so many runs (a `--limit`, gone from the inventory) is forgotten. */
export const FORGOTTEN_AFTER = 30

export interface KnownFinding {
  /** `findingKey`, made safe to keep. */
  readonly key: string
  readonly rule: string
  readonly element?: string
  readonly title: string
  readonly severity: Severity
  /** Worth telling when it comes and goes: no note, and not accounted for by a cause. */
  readonly loud: boolean
  readonly track: Track<'there' | 'gone'>
}

export interface KnownDevice {
  readonly name: string
  /** Runs since it was last part of one. */
  readonly missed: number
  readonly reading: Track<'read' | 'failed'>
  /** Left out until it was read once. */
  readonly status?: Track<DeviceStatus>
  readonly findings: readonly KnownFinding[]
}

export interface JobState {
  readonly schema: typeof STATE_SCHEMA
  readonly job: string
  /** ISO 8601. */
  readonly last_run: string
  readonly devices: readonly KnownDevice[]
}

const text = { type: 'string' }
const trackOf = (values: readonly string[]): Schema => ({
  type: 'object',
  required: ['seen'],
  additionalProperties: false,
  properties: { seen: { type: 'array', items: { enum: values } }, flapping: { const: true } },
})

/** What a state file must look like to be believed. */
export const stateSchema: Schema = {
  type: 'object',
  required: ['schema', 'job', 'last_run', 'devices'],
  additionalProperties: false,
  properties: {
    schema: { const: STATE_SCHEMA },
    job: text,
    last_run: text,
    devices: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'missed', 'reading', 'findings'],
        additionalProperties: false,
        properties: {
          name: text,
          missed: { type: 'integer', minimum: 0 },
          reading: trackOf(['read', 'failed']),
          status: trackOf(DEVICE_STATUSES),
          findings: {
            type: 'array',
            items: {
              type: 'object',
              required: ['key', 'rule', 'title', 'severity', 'loud', 'track'],
              additionalProperties: false,
              properties: {
                key: text,
                rule: text,
                element: text,
                title: text,
                severity: { enum: SEVERITIES },
                loud: { type: 'boolean' },
                track: trackOf(['there', 'gone']),
              },
            },
          },
        },
      },
    },
  },
}
