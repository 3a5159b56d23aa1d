// Use case for rule authors: are rule files sound, complete and to the point? Runs no cases.
import type { RuleProblem } from '../../diagnose/load.ts'
import { isRuleFile } from './files.ts'
import { onDisk } from './testing.ts'

export interface Linting {
  readonly count: number
  /** What keeps a rule from being loaded. */
  readonly problems: readonly RuleProblem[]
}

/** Checks the rules of the directories, or the shipped ones. */
export async function lintRules(packs?: readonly string[]): Promise<Linting> {
  const disk = await onDisk(packs)
  return { count: disk.files.filter(isRuleFile).length, problems: disk.problems }
}
