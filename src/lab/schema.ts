// Checks a device file: an unknown key or a wrong value is an error that names the file and the place.
import { z } from 'zod'
import { PLATFORMS } from '../model/platform.ts'
import { DEVICE_STATUSES } from '../model/report.ts'
import { worldSchema } from './agent/world-schema.ts'
import { FAULT_KINDS, LOGIN_METHODS } from './types.ts'

const text = z.string()
const texts = z.array(z.string())
const count = z.int().min(0)

const fault = z.strictObject({
  delayMs: count.optional(),
  dripMs: count.optional(),
  chunkBytes: z.int().min(1).optional(),
  cutAfterBytes: count.optional(),
  resetAfterBytes: count.optional(),
  hangAfterBytes: count.optional(),
  stallMs: count.optional(),
  garbageBytes: count.optional(),
  at: count.optional(),
  sizeBytes: count.optional(),
  deny: z.boolean().optional(),
  kinds: z.array(z.enum(FAULT_KINDS)).optional(),
  times: count.optional(),
})

export const faultsSchema = z.record(text, fault)

/** A device file as written; everything may come from the device it extends. */
export const deviceFileSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9_][a-z0-9._-]*$/)
    .optional(),
  title: text.optional(),
  persona: z.enum(PLATFORMS).optional(),
  hostname: text.optional(),
  scenario: text.optional(),
  /** A device or base; more names are mixed in over it, in order, and must not extend anything themselves. */
  extends: z.union([text, z.array(text).min(1)]).optional(),
  vars: z.record(text, z.union([text, z.number()])).optional(),
  login: z
    .strictObject({
      username: text.optional(),
      password: text.optional(),
      methods: z.array(z.enum(LOGIN_METHODS)).min(1).optional(),
      enable_secret: text.optional(),
    })
    .optional(),
  banner: text.optional(),
  answers: z.record(text, text).optional(),
  unsupported: texts.optional(),
  denied: texts.optional(),
  config: text.optional(),
  config_remove: texts.optional(),
  config_replace: z.array(z.strictObject({ line: text, with: texts })).optional(),
  config_add_under: z.array(z.strictObject({ parent: text, lines: texts })).optional(),
  config_append: texts.optional(),
  admin_config: text.optional(),
  logging: texts.optional(),
  logging_add: texts.optional(),
  clock_offset: text.optional(),
  world: worldSchema.optional(),
  expect: z
    .strictObject({
      status: z.enum(DEVICE_STATUSES),
      causes: texts.optional(),
      symptoms: texts.optional(),
      allow: texts.optional(),
    })
    .optional(),
  faults: faultsSchema.optional(),
})

export type DeviceFile = z.infer<typeof deviceFileSchema>
