// Bundles damaged at random: reading ends, in order, and nothing damaged counts as whole.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '../../src/app/input/bundle-manifest.ts'
import { InputError, readInputs } from '../../src/app/input.ts'
import type { Manifest } from '../../src/bundle/manifest.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { Capture } from '../../src/model/capture.ts'
import { capturesOf } from '../lab/captures.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

const dir = newFolder()
const file = join(dir, 'whole.tar.gz')
const live = loadDevices(undefined, ['xe-classic-direct']).map(device => ({
  ...capturesOf(device, new Date('2026-03-04T08:00:00Z')),
  name: device.id,
}))
let packed = Buffer.alloc(0)
let tar = Buffer.alloc(0)
let manifest: Manifest
const whole = new Map<string, Capture>()

beforeAll(async () => {
  manifest = await bundled(file, live)
  packed = readFileSync(file)
  tar = gunzipSync(packed)
  for (const set of (await readInputs([file], {})).sets)
    for (const capture of set.captures) whole.set(capture.command, capture)
})
afterAll(removeFolders)

/** Every capture that counts as whole is one that was collected, unchanged. */
async function honest(bytes: Buffer): Promise<void> {
  const path = join(dir, 'fuzzed.tar.gz')
  writeFileSync(path, bytes)
  const found = await readInputs([path], {}).catch((error: unknown) => error)
  if (found instanceof InputError) {
    expect(found.message).not.toBe('')
    return
  }
  const { sets, bundles } = found as Awaited<ReturnType<typeof readInputs>>
  // Without its manifest it is saved output like any other: no bundle vouches for it.
  if (bundles.length === 0) return
  for (const { status, command, text } of sets.flatMap(({ captures }) => captures))
    if (status === 'ok') expect(text).toBe(whole.get(command)?.text)
}

const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })

function flipped(bytes: Buffer, where: readonly (readonly [number, number])[]): Buffer {
  const out = Buffer.from(bytes)
  for (const [at, by] of where) out[at % out.length] = (out[at % out.length] ?? 0) ^ by
  return out
}

test('bits of the packed archive', async () => {
  await fc.assert(
    fc.asyncProperty(flips, async where => honest(flipped(packed, where))),
    { seed: 101, numRuns: 60 },
  )
})

test('bits of the files inside', async () => {
  await fc.assert(
    fc.asyncProperty(flips, async where => honest(gzipSync(flipped(tar, where)))),
    { seed: 102, numRuns: 60 },
  )
})

test('an end that comes early', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.boolean(), async (at, inside) =>
      honest(inside ? gzipSync(tar.subarray(0, at % tar.length)) : packed.subarray(0, at % packed.length)),
    ),
    { seed: 103, numRuns: 60 },
  )
})

test('a manifest with anything in any place is refused or read, never worse', () => {
  const places = (
    node: unknown,
    path: readonly (string | number)[] = [],
  ): (readonly (string | number)[])[] =>
    typeof node !== 'object' || node === null
      ? [path]
      : [path, ...Object.entries(node).flatMap(([key, value]) => places(value, [...path, key]))]
  const all = places(JSON.parse(JSON.stringify(manifest)))
  fc.assert(
    fc.property(fc.nat(), fc.jsonValue(), (pick, value) => {
      const copy = JSON.parse(JSON.stringify(manifest))
      const path = all[pick % all.length] ?? []
      let node = copy
      for (const key of path.slice(0, -1)) node = node[key]
      const last = path.at(-1)
      if (last !== undefined) node[last] = value
      const read = readManifest(JSON.stringify(last === undefined ? value : copy))
      if (typeof read === 'string') expect(read).toMatch(/; (?:fetch|update|collect) /)
      else expect(read.devices.every(({ captures }) => Array.isArray(captures))).toBe(true)
    }),
    { seed: 104, numRuns: 300 },
  )
})
