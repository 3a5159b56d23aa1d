// Is a rule file shaped like a rule? Reads the small part of JSON Schema that the rule schema uses.
import { didYouMean } from './suggest.ts'

export interface ShapeProblem {
  /** `fix.0.risk`; '' for the file as a whole. */
  readonly field: string
  readonly message: string
}

interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly uniqueItems?: boolean
  readonly pattern?: string
  readonly description?: string
}

/** All problems of a value, not only the first. */
export function shapeProblems(value: unknown, schema: Schema, field = ''): ShapeProblem[] {
  const problem = (message: string): ShapeProblem[] => [{ field, message }]
  if (schema.enum !== undefined) {
    if (typeof value === 'string' && schema.enum.includes(value)) return []
    const hint = typeof value === 'string' ? didYouMean(value, schema.enum) : ''
    return problem(`must be one of ${schema.enum.join(', ')}${hint}`)
  }
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? textProblems(value, schema, problem) : problem('must be text')
    case 'integer':
      return Number.isInteger(value) ? [] : problem('must be a whole number')
    case 'array':
      return Array.isArray(value) ? listProblems(value, schema, field) : problem('must be a list')
    case 'object':
      return isRecord(value) ? objectProblems(value, schema, field) : problem('must be a set of fields')
    default:
      return []
  }
}

function textProblems(
  text: string,
  schema: Schema,
  problem: (message: string) => ShapeProblem[],
): ShapeProblem[] {
  if (text.trim().length < (schema.minLength ?? 0)) return problem('must not be empty')
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(text)) {
    return problem(
      `is not shaped as it must be${schema.description === undefined ? '' : ` (${schema.description})`}`,
    )
  }
  return []
}

function listProblems(list: readonly unknown[], schema: Schema, field: string): ShapeProblem[] {
  if (list.length > (schema.maxItems ?? list.length))
    return [
      { field, message: `has ${list.length} entries; at most ${schema.maxItems} are allowed, split it` },
    ]
  const problems = list.flatMap((item, i) => shapeProblems(item, schema.items ?? {}, join(field, String(i))))
  if (list.length < (schema.minItems ?? 0)) problems.push({ field, message: 'must not be empty' })
  if (schema.uniqueItems === true && new Set(list).size < list.length) {
    problems.push({ field, message: 'names something twice; leave one out' })
  }
  return problems
}

function objectProblems(object: Record<string, unknown>, schema: Schema, field: string): ShapeProblem[] {
  const properties = schema.properties ?? {}
  const problems: ShapeProblem[] = []
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(object, key)) problems.push({ field: join(field, key), message: 'is missing; add it' })
  }
  for (const [key, value] of Object.entries(object)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (known !== undefined) problems.push(...shapeProblems(value, known, join(field, key)))
    else if (schema.additionalProperties === false) {
      problems.push({
        field: join(field, key),
        message: `no such field${didYouMean(key, Object.keys(properties)) || `; there are ${Object.keys(properties).join(', ')}`}`,
      })
    }
  }
  return problems
}

function join(field: string, key: string): string {
  return field === '' ? key : `${field}.${key}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
