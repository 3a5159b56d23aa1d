// JSON Schema of a rule file: for editors, and for people who write rules.
import { HOPS } from './hop.ts'
import { GENERATIONS, PLATFORMS } from './platform.ts'
import { RISKS, ROLES, SEVERITIES } from './rule.ts'

const text = { type: 'string', minLength: 1 }
/** Far above what a rule needs: what is longer is a mistake, or an attack on the reader. */
const MANY = 60
const texts = { type: 'array', items: text, maxItems: MANY }
const condition = { ...text, description: 'CEL expression over the facts' }
const conditions = { type: 'array', items: condition, maxItems: MANY }
const platforms = { type: 'array', items: { enum: PLATFORMS }, minItems: 1, uniqueItems: true }
const lines = { type: 'string', description: 'lines to type, one a line; values as {{path | filter}}' }

const fix = {
  type: 'object',
  additionalProperties: false,
  required: ['platforms', 'risk', 'impact', 'undo'],
  properties: {
    platforms,
    when: condition,
    title: text,
    risk: { enum: RISKS },
    impact: {
      ...text,
      description: 'what happens to traffic and licences meanwhile; none when nothing does',
    },
    config: {
      ...lines,
      description: 'configuration-mode lines; the platform adds entering, commit, end and save',
    },
    admin_config: { ...lines, description: 'IOS XR admin-plane configuration lines' },
    exec: { ...lines, description: 'exec-mode lines, typed after the configuration' },
    steps: { ...texts, description: 'steps done elsewhere: portal, firewall, server' },
    undo: lines,
  },
}

export const ruleSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'smartlic rule',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'role', 'hop', 'severity', 'platforms', 'when', 'evidence', 'message', 'why'],
  properties: {
    id: {
      type: 'string',
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      description: 'stable slug, equal to the file name',
    },
    title: text,
    role: { enum: ROLES },
    hop: { enum: HOPS, description: 'where on the way of a licensing message' },
    severity: { enum: SEVERITIES },
    severity_when: {
      type: 'array',
      maxItems: MANY,
      description: 'the first entry whose condition holds replaces the severity',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['when', 'severity'],
        properties: { when: condition, severity: { enum: SEVERITIES } },
      },
    },
    platforms,
    generations: { type: 'array', items: { enum: GENERATIONS }, uniqueItems: true },
    applies: { ...conditions, description: 'false: the rule is not applicable' },
    for: {
      type: 'string',
      pattern: '^[a-z_]+ in [a-z_.]+$',
      description: 'name in list.path: one finding an element',
    },
    when: { ...conditions, minItems: 1, description: 'all true: the rule fails' },
    groups: { ...texts, description: 'names under which other rules may account for this one' },
    explains: { ...texts, maxItems: 400, description: 'ids or groups of the rules this one accounts for' },
    evidence: { ...texts, description: 'fact paths whose lines prove the finding' },
    message: text,
    why: text,
    fix: { type: 'array', items: fix, maxItems: MANY },
    verify: {
      type: 'array',
      maxItems: MANY,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['run', 'expect'],
        properties: { platforms, run: text, expect: text },
      },
    },
    references: {
      type: 'array',
      maxItems: MANY,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['title'],
        properties: { title: text, url: { type: 'string', pattern: '^https?://' }, platforms },
      },
    },
  },
} as const
