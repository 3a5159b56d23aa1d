// Checks that could not be decided, by the command that would settle them.
import type { Finding } from '../../model/finding.ts'
import type { UnknownGroup } from '../../model/report.ts'

/** One group a command, the one that settles most first. A check that lacks several facts stands under each command it needs. */
export function groupUnknown(findings: readonly Finding[]): UnknownGroup[] {
  const groups = new Map<string, { reason: string; rules: Set<string> }>()
  for (const finding of findings) {
    if (finding.outcome !== 'unknown') continue
    for (const { command, reason } of finding.missing) {
      const group = groups.get(command) ?? { reason, rules: new Set() }
      group.rules.add(finding.rule)
      groups.set(command, group)
    }
  }
  return [...groups]
    .map(([command, { reason, rules }]) => ({ command, reason, rules: [...rules] }))
    .sort((a, b) => b.rules.length - a.rules.length || (a.command < b.command ? -1 : 1))
}
