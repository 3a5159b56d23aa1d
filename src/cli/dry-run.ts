// What `check --dry-run` prints: every line that would be typed on a device, and what it is for.
import type { DryRun } from '../app/check.ts'
import { PLATFORM_NAMES, type Platform } from '../model/platform.ts'
import { displayText } from '../report/clean.ts'
import { fold } from '../report/wrap.ts'
import type { Theme } from './theme.ts'

/** Rules named a command before the rest is counted: the first commands serve nearly all of them. */
const NAMED = 6

/** How an open telnet is ended. */
const ENDS: Readonly<Record<Platform, string>> = {
  'ios-xe': 'a connection that opens is ended with Ctrl-^ x and disconnect; nothing is sent on it',
  'nx-os': 'a connection that opens is ended with Ctrl-] and quit; nothing is sent on it',
  'ios-xr':
    'a connection that opens is ended with the escape sequence the router names; nothing is sent on it',
}

/**
 * @param hosts as `user@host:port`
 * @param all name every rule a command serves
 */
export function renderDryRun(
  hosts: readonly string[],
  runs: readonly DryRun[],
  theme: Theme,
  all = false,
): string {
  const lines = [theme.paint('strong', 'Hosts'), ...hosts.map(host => `  ${displayText(host)}`)]
  if (runs.length > 1) {
    lines.push(
      '',
      'The platform is found out at login; one of these is then sent. --platform shows one only.',
    )
  }
  for (const run of runs) {
    lines.push('', theme.paint('strong', PLATFORM_NAMES[run.platform]))
    if (run.enable) lines.push('  enable  (only at a > prompt)')
    for (const command of run.setup) lines.push(`  ${command}  (session set-up)`)
    for (const command of run.commands) {
      lines.push(`  ${command.command}`)
      for (const one of command.alternatives) lines.push(`    if refused: ${one}`)
      for (const one of command.fallback) lines.push(`    if refused, all of these: ${one}`)
      const why = reasonFor(command.serves, all)
      for (const line of fold(`for: ${why}`, theme.width - 4)) lines.push(`    ${theme.paint('dim', line)}`)
    }
    if (run.tests.length > 0) {
      const note =
        'then, only while licensing messages fail or that is not known: at most four tests of the way, in these forms and no others, each ended after 30 s'
      for (const line of fold(note, theme.width - 2)) lines.push(`  ${line}`)
      for (const form of run.tests) lines.push(`    ${form}`)
      for (const line of fold(ENDS[run.platform], theme.width - 4))
        lines.push(`    ${theme.paint('dim', line)}`)
    }
    lines.push(`  ${run.logout}  (logout)`)
  }
  lines.push('', 'Nothing was opened and nothing was sent.')
  return `${lines.join('\n')}\n`
}

function reasonFor(rules: readonly string[], all: boolean): string {
  if (rules.length === 0) return 'no rule; for the report and a TAC case'
  if (all || rules.length <= NAMED + 2) return rules.join(', ')
  return `${rules.length} rules: ${rules.slice(0, NAMED).join(', ')} and ${rules.length - NAMED} more (--verbose)`
}
