// The part of the Kubernetes API (batch/v1 CronJob, core/v1 PodSpec) the example uses, by its API reference; no other key passes.

const text = { type: 'string' } as const
const name = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253 } as const
const count = { type: 'integer', minimum: 0 } as const
const texts = { type: 'array', items: text } as const

function only(properties: Readonly<Record<string, object>>, required: readonly string[] = []) {
  return { type: 'object', additionalProperties: false, properties, required }
}

const listOf = (items: object) => ({ type: 'array', minItems: 1, items })
const labels = { type: 'object', additionalProperties: text }
const metadata = only({ name, namespace: name, labels, annotations: labels })
const securityContext = only({
  runAsNonRoot: { type: 'boolean' },
  runAsUser: count,
  runAsGroup: count,
  fsGroup: count,
})

/** EnvVar: a value, or where it comes from. */
const env = {
  ...only(
    {
      name: { type: 'string', pattern: '^[-._a-zA-Z][-._a-zA-Z0-9]*$' },
      value: text,
      valueFrom: only({
        secretKeyRef: only({ name, key: text, optional: { type: 'boolean' } }, ['name', 'key']),
        configMapKeyRef: only({ name, key: text, optional: { type: 'boolean' } }, ['name', 'key']),
      }),
    },
    ['name'],
  ),
}

const container = only(
  {
    name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 },
    image: text,
    command: texts,
    args: texts,
    env: listOf(env),
    volumeMounts: listOf(
      only({ name, mountPath: { type: 'string', pattern: '^/[^:]*$' }, readOnly: { type: 'boolean' } }, [
        'name',
        'mountPath',
      ]),
    ),
  },
  ['name'],
)

const volume = only(
  {
    name,
    configMap: only({ name, defaultMode: count }),
    secret: only({ secretName: name, defaultMode: count }),
    persistentVolumeClaim: only({ claimName: name, readOnly: { type: 'boolean' } }, ['claimName']),
    emptyDir: only({}),
  },
  ['name'],
)

const podSpec = only(
  {
    // Of a Job: Never or OnFailure.
    restartPolicy: { enum: ['Never', 'OnFailure'] },
    securityContext,
    containers: listOf(container),
    volumes: listOf(volume),
  },
  ['containers', 'restartPolicy'],
)

const jobSpec = only(
  {
    backoffLimit: count,
    activeDeadlineSeconds: count,
    ttlSecondsAfterFinished: count,
    template: only({ metadata, spec: podSpec }, ['spec']),
  },
  ['template'],
)

const FIELD = '(?:\\*|[0-9]+(?:-[0-9]+)?)(?:/[0-9]+)?(?:,[0-9]+)*'

export const cronJobSchema = only(
  {
    apiVersion: { const: 'batch/v1' },
    kind: { const: 'CronJob' },
    metadata: { ...metadata, required: ['name'] },
    spec: only(
      {
        schedule: { type: 'string', pattern: `^${FIELD}( ${FIELD}){4}$` },
        timeZone: text,
        concurrencyPolicy: { enum: ['Allow', 'Forbid', 'Replace'] },
        startingDeadlineSeconds: count,
        successfulJobsHistoryLimit: count,
        failedJobsHistoryLimit: count,
        suspend: { type: 'boolean' },
        jobTemplate: only({ metadata, spec: jobSpec }, ['spec']),
      },
      ['schedule', 'jobTemplate'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
)
