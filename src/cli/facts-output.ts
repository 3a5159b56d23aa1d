// Facts as text or JSON.
import { coveredShare, type DeviceFacts, type FactRow, factRows, missingRows } from '../app/facts.ts'
import { displayText } from '../report/clean.ts'
import type { Theme } from './theme.ts'

export interface FactParts {
  readonly missing: boolean
  readonly coverage: boolean
}

/** `path = value   command:line`, one fact a line: made for grep. */
export function factsText(devices: readonly DeviceFacts[], parts: FactParts, theme: Theme): string {
  const blocks = devices.map(device => {
    const lines = devices.length > 1 ? [theme.paint('strong', displayText(device.name))] : []
    for (const row of factRows(device.store)) lines.push(factLine(row, theme))
    if (parts.missing) {
      lines.push('', theme.paint('strong', 'Not known'))
      for (const { path, reason, command } of missingRows(device.store)) {
        const settle = command === '' ? '' : `; ${command} would settle it`
        lines.push(`${path}  ${theme.paint('dim', displayText(reason) + settle)}`)
      }
    }
    if (parts.coverage) lines.push('', ...coverageLines(device, theme))
    return lines.join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function factLine({ path, value, source }: FactRow, theme: Theme): string {
  const shown = displayText(JSON.stringify(value))
  const plain = path.startsWith('derived.') ? 'derived' : 'recognised'
  const from = source === undefined ? plain : `${displayText(source.command)}:${source.line}`
  return `${path} = ${theme.paint('strong', shown)}   ${theme.paint('dim', from)}`
}

function coverageLines(device: DeviceFacts, theme: Theme): string[] {
  const read = device.coverage.flatMap(({ command, lines, unclaimed }) => [
    theme.paint(
      'strong',
      `${displayText(command)}: ${lines - unclaimed.length} of ${lines} lines understood`,
    ),
    ...unclaimed.map(({ line, text }) => `  ${String(line).padStart(5)} | ${displayText(text)}`.trimEnd()),
  ])
  const unread = device.unread.map(
    ({ command, lines, reason }) =>
      `${theme.paint('strong', `${displayText(command) || 'text without a command'}: not read`)}  ${theme.paint('dim', `${reason}; ${lines} lines`)}`,
  )
  // Rounded down: 100 % is said only when nothing is left.
  const share = Math.floor(coveredShare(device.coverage) * 10) / 10
  return [...read, ...unread, `All captures read: ${share} % of the lines understood`]
}

/** One object a device: the tree, its sources by path and, when asked, what is missing and not understood. */
export function factsJson(devices: readonly DeviceFacts[], parts: FactParts): string {
  const value = {
    schema: 'smartlic.facts/v1',
    devices: devices.map(({ name, store, coverage, unread }) => ({
      name,
      facts: store.facts,
      sources: Object.fromEntries(
        [...store.sources].map(([path, sources]) => [
          path,
          sources.map(({ command, line, text, origin }) => ({ command, line, text, origin })),
        ]),
      ),
      ...(parts.missing ? { missing: Object.fromEntries(store.missing) } : {}),
      ...(parts.coverage ? { coverage, unread } : {}),
    })),
  }
  const publish = (_key: string, item: unknown): unknown =>
    typeof item === 'string' ? displayText(item, true) : item
  return `${JSON.stringify(value, publish, 2)}\n`
}
