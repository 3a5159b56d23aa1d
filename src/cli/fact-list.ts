// The reference of the facts as text or JSON.
import { factReference, findFacts, nearestFact } from '../app/facts/reference.ts'
import type { FactEntry } from '../model/facts/reference.ts'
import { PLATFORM_NAMES, PLATFORMS } from '../model/platform.ts'
import { displayText } from '../report/clean.ts'
import { fold } from '../report/wrap.ts'
import type { Theme } from './theme.ts'

const LABEL = 9

/** The facts the patterns find (none: all); a note for each pattern that finds nothing, with what was perhaps meant. */
export async function listFacts(
  patterns: readonly string[],
  format: 'text' | 'json',
  theme: Theme,
): Promise<{ text: string; notes: string[] }> {
  const { facts } = await factReference()
  const found = findFacts(facts, patterns)
  const notes: string[] = []
  for (const pattern of patterns) {
    if (findFacts(facts, [pattern]).length > 0) continue
    const hint = await nearestFact(facts, pattern)
    notes.push(`no fact is called ${displayText(pattern)}${hint}; \`smartlic facts --list\` shows all`)
  }
  if (found.length === 0) return { text: '', notes }
  return { text: format === 'json' ? factListJson(found) : factListText(found, theme), notes }
}

/** One block a fact: path and type, meaning, example, the commands of each platform or the facts it comes from. */
export function factListText(facts: readonly FactEntry[], theme: Theme): string {
  return `${facts.map(fact => block(fact, theme)).join('\n\n')}\n`
}

function block(fact: FactEntry, theme: Theme): string {
  const type = fact.unit === undefined ? fact.type : `${fact.type}, ${fact.unit}`
  const lines = [`${theme.paint('strong', fact.path)}  ${theme.paint('dim', type)}`]
  lines.push(...fold(fact.meaning, theme.width - 2).map(line => `  ${line}`))
  if (fact.example !== undefined) lines.push(...labelled('example', [fact.example], theme))
  for (const platform of PLATFORMS) {
    const commands = fact.commands[platform]
    if (commands !== undefined) lines.push(...labelled(PLATFORM_NAMES[platform], commands, theme))
  }
  if (fact.from !== undefined) lines.push(...labelled('from', fact.from, theme))
  return lines.join('\n')
}

/** Items after a label, folded between items where they fit: a command must survive copying. */
function labelled(label: string, items: readonly string[], theme: Theme): string[] {
  const width = theme.width - LABEL - 2
  const glued = items.map(item => (item.length < width ? item.replaceAll(' ', '\u00a0') : item))
  return fold(glued.join(', '), width).map((line, at) => {
    const head = (at === 0 ? label : '').padEnd(LABEL)
    return `  ${theme.paint('dim', head)}${line.replaceAll('\u00a0', ' ')}`
  })
}

export function factListJson(facts: readonly FactEntry[]): string {
  return `${JSON.stringify({ schema: 'smartlic.fact-list/v1', facts }, null, 2)}\n`
}
