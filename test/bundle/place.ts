// A folder for bundles, and bundles made of captures without any session.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BundleSink, type SinkOptions } from '../../src/app/collect/sink.ts'
import { soundRules } from '../../src/app/rules.ts'
import type { Manifest } from '../../src/bundle/manifest.ts'
import type { CaptureSet } from '../../src/model/capture.ts'

const made: string[] = []

export function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-bundle-'))
  made.push(dir)
  return dir
}

/** For `afterAll`. */
export function removeFolders(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true })
}

/** Writes a bundle of the sets. Gives what stands in its manifest. */
export async function bundled(
  file: string,
  sets: readonly CaptureSet[],
  more: Partial<SinkOptions> = {},
  said: Readonly<Record<string, readonly Uint8Array[]>> = {},
): Promise<Manifest> {
  const sink = await BundleSink.open({
    file,
    level: 'secrets',
    names: sets.map(({ name }) => name),
    rules: await soundRules(),
    version: 'test',
    started: new Date('2026-03-04T08:00:00Z'),
    raw: true,
    ...more,
  })
  for (const set of sets) {
    const pieces = said[set.name]
    if (pieces !== undefined) sink.recorded(set.name, pieces)
    await sink.add(set)
  }
  return (await sink.finish()).manifest
}
