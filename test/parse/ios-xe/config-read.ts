// Runs captures of one IOS XE device through the parsers and hands back the facts.
import { existsSync, readFileSync } from 'node:fs'
import type { CaptureStatus } from '../../../src/model/capture.ts'
import type { FactStore } from '../../../src/model/facts/store.ts'
import { assemble } from '../../../src/parse/assemble.ts'

export function factsOf(outputs: Readonly<Record<string, string>>, status: CaptureStatus = 'ok'): FactStore {
  const captures = Object.entries(outputs).map(([command, text]) => ({
    command,
    text,
    status,
    firstLine: 1,
    origin: 'test',
  }))
  return assemble({ name: 'test', platform: 'ios-xe', captures })
}

export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/ios-xe/${name}`, import.meta.url), 'utf8')
}

const CORPUS = new URL('../../../../shared/corpus/', import.meta.url)

/** Real device output, where the collection is present. */
export function corpus(path: string): string | undefined {
  const url = new URL(path, CORPUS)
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined
}

export function linesOf(store: FactStore, path: string): string[] {
  return (store.sources.get(path) ?? []).map(source => source.text)
}
