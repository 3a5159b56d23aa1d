// Use case: what Cisco TAC asks first, with the masked files behind it, in one archive. Prints nothing.
import type { CaseWords } from '../bundle/manifest.ts'
import type { RedactionLevel } from '../model/redaction.ts'
import { CasePages } from './case/pages.ts'
import type { BundleRequest } from './collect/sink.ts'
import { type Collected, type CollectRequest, collect } from './collect.ts'
import { soundRules } from './rules.ts'

export type { CaseWords } from '../bundle/manifest.ts'
export { caseOfSaved } from './case/saved.ts'

export interface CaseOptions {
  readonly bundle: BundleRequest
  readonly words: CaseWords
  readonly version: string
  /** Directories of further rules. */
  readonly packs?: readonly string[]
}

export interface Case extends Collected {
  /** What is masked in it, whoever did it. */
  readonly level: RedactionLevel
  readonly mapFile?: string
}

/** A case of devices as they are now. @throws as {@link collect} */
export async function caseLive(options: CollectRequest & { readonly words: CaseWords }): Promise<Case> {
  const { words, ...request } = options
  const pages = new CasePages(await soundRules(options.packs), options.targets.length)
  const collected = await collect(request, { words, extras: pages.of, texts: sink => pages.texts(sink) })
  const { level, mapFile } = options.bundle
  return { ...collected, level, ...(mapFile === undefined ? {} : { mapFile }) }
}
