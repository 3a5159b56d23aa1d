// The fact schema with every key optional: what a part of a device's output may give, and nothing else.
import { z } from 'zod'
import { factSchema } from '../../../src/model/facts/schema.ts'

function partial(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const keys = Object.entries(schema.shape).map(([key, value]) => [key, partial(value).optional()])
    return z.strictObject(Object.fromEntries(keys))
  }
  if (schema instanceof z.ZodArray) return z.array(partial(schema.element))
  return schema as z.ZodType
}

const parts = partial(factSchema)

/** What is wrong with the types of facts; '' when nothing is. */
export function typeProblems(facts: unknown): string {
  const checked = parts.safeParse(facts)
  return checked.success ? '' : z.prettifyError(checked.error)
}
