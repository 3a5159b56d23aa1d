// Runs captures of one device through the registry and hands back what came out.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CaptureStatus } from '../../../src/model/capture.ts'
import { type FactStore, factAt, sourcesOf } from '../../../src/model/facts/store.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { assembleWithCoverage, type Coverage } from '../../../src/parse/assemble.ts'

const ROOT = join(import.meta.dirname, '../../..')

export interface Read {
  readonly store: FactStore
  readonly coverage: readonly Coverage[]
  readonly at: (path: string) => unknown
  /** Texts of the lines that prove a path. */
  readonly proof: (path: string) => string[]
}

export type Given = readonly [command: string, text: string, status?: CaptureStatus]

export function read(platform: Platform, ...given: readonly Given[]): Read {
  const captures = given.map(([command, text, status]) => ({
    command,
    text,
    status: status ?? 'ok',
    firstLine: 1,
    origin: 'test',
  }))
  const { store, coverage } = assembleWithCoverage({ name: 'test', platform, captures })
  return {
    store,
    coverage,
    at: path => factAt(store.facts, path),
    proof: path => sourcesOf(store, path).map(source => source.text),
  }
}

export function fixture(path: string): string {
  return readFileSync(join(ROOT, 'test/fixtures', path), 'utf8')
}

/** Real device output where it is at hand: `[file, text]` of one command's folder; empty elsewhere. */
export function corpus(folder: string): [string, string][] {
  const at = join(ROOT, '../shared/corpus', folder)
  if (!existsSync(at)) return []
  return readdirSync(at).map(name => [name, readFileSync(join(at, name), 'utf8')])
}
