// Use case: run the cases of rules again whenever one of their files changes.
import { setTimeout as sleep } from 'node:timers/promises'
import type { RuleFile } from '../../diagnose/pack.ts'
import { isRuleFile, isTestFile, ruleIdOf, shippedDirectory, yamlFiles } from './files.ts'
import { type TestRun, testRules } from './testing.ts'

export interface WatchOptions {
  readonly packs?: readonly string[]
  /** Only these rules; all when empty. */
  readonly ids?: readonly string[]
  readonly signal: AbortSignal
  /** Milliseconds between two looks at the files. */
  readonly interval?: number
}

export interface WatchedRun {
  /** Rules whose files changed; empty for the first run and when everything is run again. */
  readonly changed: readonly string[]
  readonly run?: TestRun
  /** Why nothing could be run, e.g. the directory is gone for the moment. */
  readonly error?: string
}

/** Looking is slower than being told, but it works on every file system and however an editor saves. */
const INTERVAL_MS = 300

/** The first run, then one for each change, until the signal aborts. @throws when the first run cannot be made */
export async function* watchRules(options: WatchOptions): AsyncGenerator<WatchedRun> {
  const { packs, ids = [], signal } = options
  const asked = (only: readonly string[]): Promise<TestRun> =>
    testRules({ ...(packs === undefined ? {} : { packs }), ids: only })
  let before = await filesOf(packs)
  yield { changed: [], run: await asked(ids) }
  while (await pause(options.interval ?? INTERVAL_MS, signal)) {
    try {
      const now = await filesOf(packs)
      const files = changedFiles(before, now)
      before = now
      if (files.length === 0) continue
      const changed = rulesOf(files, ids)
      // A pack's overrides may concern any rule.
      const everything = files.some(file => !isTestFile(file) && !isRuleFile(file))
      if (everything) yield { changed: [], run: await asked(ids) }
      else if (changed.length > 0) yield { changed, run: await asked(changed.filter(id => holds(now, id))) }
    } catch (error) {
      before = new Map()
      yield { changed: [], error: error instanceof Error ? error.message : String(error) }
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false)
}

type Files = ReadonlyMap<string, RuleFile>

async function filesOf(packs: readonly string[] | undefined): Promise<Files> {
  const dirs = packs ?? [await shippedDirectory()]
  const files = (await Promise.all(dirs.map(dir => yamlFiles(dir)))).flat()
  return new Map(files.map(file => [file.label ?? file.path, file]))
}

/** Files that are new, gone, or of another text. */
function changedFiles(before: Files, now: Files): RuleFile[] {
  return [...new Map([...before, ...now]).values()].filter(file => {
    const name = file.label ?? file.path
    return before.get(name)?.text !== now.get(name)?.text
  })
}

function rulesOf(files: readonly RuleFile[], ids: readonly string[]): string[] {
  const found = new Set(files.map(file => ruleIdOf(file.path)))
  return [...found].filter(id => ids.length === 0 || ids.includes(id)).sort()
}

function holds(files: Files, id: string): boolean {
  return [...files.values()].some(file => isRuleFile(file) && ruleIdOf(file.path) === id)
}
