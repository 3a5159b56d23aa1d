// The table of loops and of fixes that no loop covers, read from their YAML files.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { PLATFORMS } from '../../src/model/platform.ts'

const lines = z.array(z.string())

/** One loop: how a healthy lab device is broken so that the rule fails, and what a person must know to mend it. */
const loopSchema = z.strictObject({
  rule: z.string(),
  platform: z.enum(PLATFORMS),
  /** Lab device, of the shipped ones or of test/closed-loop/devices. */
  device: z.string(),
  /** Configuration lines that break it. */
  break: lines.default([]),
  /** Lines of the IOS XR admin plane that break it. */
  break_admin: lines.default([]),
  /** Exec lines typed after them. */
  break_exec: lines.default([]),
  /** The exec line that makes the agent try; by generation and platform when absent. '' = it is not made to try. */
  exec: z.string().optional(),
  /** Which of the printed fixes is typed, from 0. */
  fix: z.int().default(0),
  /** What a person puts for the placeholders. */
  fill: z.record(z.string(), z.string()).default({}),
  /** Lines a person types because a step of the fix says so; a list in a list is pasted in one go. */
  steps: z.array(z.union([z.string(), lines])).default([]),
  /** Exec lines typed with the undo, where time has to be wrong again. */
  undo_exec: lines.default([]),
  /** What is typed when the device asks back, by the line it answers. */
  dialogue: z.record(z.string(), lines).default({}),
  /** Exec lines typed after those of the fix, because a step or the impact says so. */
  after: lines.default([]),
  /** Configuration lines in place of an undo that is a sentence. */
  undo: lines.default([]),
  /** The exec lines of the fix change what no undo takes back: the undo is tried before them. */
  undo_first: z.boolean().default(false),
  /** Minutes that go by between the try and the check: a request that only waits has not failed yet. */
  wait: z.int().default(0),
  /** Verify lines typed otherwise, because the rule says so in words (the VRF of a ping). */
  verify_as: z.record(z.string(), z.string()).default({}),
  /** Notes the fix itself brings about. */
  allow: lines.default([]),
  /** The rule is reported with this severity, where it is less than it would be in a failing device. */
  severity: z.enum(['critical', 'warning', 'info']).optional(),
})
export type Loop = z.infer<typeof loopSchema>

const gapSchema = z.strictObject({
  rule: z.string(),
  platform: z.enum(PLATFORMS),
  reason: z.string().min(20),
})
export type Gap = z.infer<typeof gapSchema>

const read = (name: string): unknown => parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

export function loops(): Loop[] {
  return z.array(loopSchema).parse(read('breaks.yaml'))
}

export function notModelled(): Gap[] {
  return z.array(gapSchema).parse(read('not-modelled.yaml') ?? [])
}
