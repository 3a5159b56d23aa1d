// JSON Schema of what a generic webhook gets (`smartlic.notice/v1`), published in the package.
import { DEVICE_STATUSES } from '../model/report.ts'
import { SEVERITIES } from '../model/rule.ts'
import { NOTICE_KINDS, NOTICE_SCHEMA } from './notice.ts'

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }

function exactly(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter(key => !optional.includes(key))
  return { type: 'object', additionalProperties: false, required, properties }
}

export const noticeSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: NOTICE_SCHEMA,
  ...exactly(
    {
      schema: { const: NOTICE_SCHEMA },
      tool: exactly({ name: { const: 'smartlic' }, version: text }),
      host: { type: 'string', description: 'the computer the run was on' },
      started_at: { type: 'string', description: 'ISO 8601' },
      job: { type: 'string', description: 'only where the run was compared with the last one of its job' },
      status: { enum: DEVICE_STATUSES, description: 'the worst of the run, whatever line --fail-on draws' },
      exit_code: { enum: [0, 1, 2, 3] },
      headline: { type: 'string', description: 'one line for a person' },
      counts: {
        ...exactly(Object.fromEntries(DEVICE_STATUSES.map(status => [status, count]))),
        description: 'all devices of the run',
      },
      devices: {
        type: 'array',
        description: 'only those with something to tell, worst first',
        items: exactly({
          name: text,
          status: { enum: DEVICE_STATUSES },
          items: {
            type: 'array',
            items: exactly(
              {
                kind: { enum: NOTICE_KINDS },
                text,
                rule: text,
                element: text,
                severity: { enum: SEVERITIES },
              },
              ['rule', 'element', 'severity'],
            ),
          },
        }),
      },
      others: { ...count, description: 'devices of the run that are not listed' },
    },
    ['job'],
  ),
}
