// Whether a value has the shape a published JSON Schema describes. Knows the words src/report/schema.ts uses, no others.
import { displayText } from './clean.ts'

export type Schema = Readonly<Record<string, unknown>>

/** The words of JSON Schema that are looked at; `description`, `title` and `$schema` say nothing about a value. */
export const SHAPE_WORDS = [
  'type',
  'const',
  'enum',
  'minimum',
  'pattern',
  'items',
  'properties',
  'required',
  'additionalProperties',
  '$ref',
  '$defs',
] as const

/** What is wrong first, e.g. `devices[3].status is none of healthy, warning`; undefined when nothing is. */
export function wrongShape(value: unknown, schema: Schema): string | undefined {
  const definitions = (schema['$defs'] ?? {}) as Readonly<Record<string, Schema>>
  return check(value, schema, definitions, '')
}

type Check = (
  value: unknown,
  schema: Schema,
  defs: Readonly<Record<string, Schema>>,
  at: string,
) => string | undefined

const check: Check = (value, schema, defs, at) => {
  const ref = schema['$ref']
  if (typeof ref === 'string') return check(value, defs[ref.replace('#/$defs/', '')] ?? {}, defs, at)
  const where = at === '' ? 'it' : at
  const { type, const: only, enum: choices, minimum, pattern } = schema
  if (only !== undefined && value !== only) return `${where} is not ${JSON.stringify(only)}`
  if (Array.isArray(choices) && !choices.includes(value)) return `${where} is none of ${choices.join(', ')}`
  if (typeof type === 'string' && !TYPES[type]?.(value)) return `${where} is no ${type}`
  if (typeof minimum === 'number' && typeof value === 'number' && value < minimum)
    return `${where} is less than ${minimum}`
  // Patterns are those of the published schema.
  if (typeof pattern === 'string' && typeof value === 'string' && !new RegExp(pattern, 'u').test(value))
    return `${where} is not shaped as it must be`
  if (type === 'array') return checkItems(value, schema, defs, at)
  return type === 'object' ? checkProperties(value, schema, defs, at) : undefined
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string',
  boolean: value => typeof value === 'boolean',
  number: value => typeof value === 'number' && Number.isFinite(value),
  integer: value => Number.isInteger(value),
  array: value => Array.isArray(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
}

const checkItems: Check = (value, schema, defs, at) => {
  for (const [index, item] of (value as unknown[]).entries()) {
    const wrong = check(item, (schema['items'] ?? {}) as Schema, defs, `${at}[${index}]`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const checkProperties: Check = (value, schema, defs, at) => {
  const object = value as Readonly<Record<string, unknown>>
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const inside = at === '' ? '' : `${at}.`
  for (const key of (schema['required'] ?? []) as readonly string[])
    if (!Object.hasOwn(object, key)) return `${inside}${key} is missing`
  for (const [key, item] of Object.entries(object)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (own === undefined) {
      if (schema['additionalProperties'] !== false) continue
      return `${at === '' ? 'it' : at} has "${displayText(key).slice(0, 60)}", which this version does not know`
    }
    const wrong = check(item, own, defs, `${inside}${key}`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
