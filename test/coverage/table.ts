// rules/COVERAGE.md: each entry of the failure catalogue with what finds it, and how that is proven.
import type { LoadedRule } from '../../src/diagnose/ruleset.ts'
import type { Outcome } from '../../src/model/finding.ts'
import { PLATFORM_NAMES, PLATFORMS, type Platform } from '../../src/model/platform.ts'
import type { CatalogueEntry, Sources } from './sources.ts'

export interface Table {
  readonly markdown: string
  /** Rows that lack something, one line each. */
  readonly problems: readonly string[]
}

const HEAD = `# Coverage of the failure catalogue

Made from the repository by \`node test/coverage/table.mjs --write\`; \`--check\` fails when this file differs or a row lacks something.

- **Cases**: fail / pass / unknown / lookalikes in the rule's test file. A lookalike is a case that stays silent beside the
  first healthy one: passed, or not applicable.
- **Simulated device**: where the rule fails, of the devices \`smartlic lab\` serves. *output*: none, but a case of device output.
- **Closed loop**: a test breaks a healthy simulated device, types the printed fix over SSH and checks again.
  Without one: why.
`

const COLUMNS = ['Entry', 'Rule', 'Platforms', 'Cases', 'Simulated device', 'Closed loop']

export function coverageTable(sources: Sources): Table {
  const problems: string[] = []
  const lines = [HEAD]
  const listed = new Set<string>()
  for (const section of new Set(sources.catalogue.map(entry => entry.section))) {
    lines.push(`## ${capital(section)}\n`, row(COLUMNS), row(COLUMNS.map(() => '---')))
    for (const entry of sources.catalogue.filter(one => one.section === section)) {
      if (listed.has(entry.id)) problems.push(`${entry.id}: is in rules/catalogue.yaml twice`)
      listed.add(entry.id)
      lines.push(row(entryCells(entry, sources, problems)))
    }
    lines.push('')
  }
  lines.push(
    '## Rules beside the catalogue\n',
    'Texts that several entries share, and states on the way to one.\n',
    row(COLUMNS),
    row(COLUMNS.map(() => '---')),
  )
  for (const rule of [...sources.rules.values()].filter(one => !listed.has(one.id)))
    lines.push(row([rule.title, ...ruleCells(rule, undefined, sources, problems)]))
  lines.push('', '## Entries that output cannot decide\n')
  for (const { id, advised_by, reason } of sources.undecidable) {
    lines.push(`- **${id}**, advised by ${advised_by}: ${reason}`)
    if (!listed.has(id)) problems.push(`${id}: is in rules/undecidable.yaml but not in rules/catalogue.yaml`)
    if (!sources.rules.has(advised_by))
      problems.push(`${id}: is advised by ${advised_by}, and there is no such rule`)
  }
  return { markdown: `${lines.join('\n')}\n`, problems: [...problems, ...strayLoops(sources)] }
}

function entryCells(entry: CatalogueEntry, sources: Sources, problems: string[]): string[] {
  const { rules, undecidable } = sources
  const title = `${entry.title} (\`${entry.id}\`)`
  const own = rules.get(entry.id)
  if (own !== undefined) return [title, ...ruleCells(own, entry, sources, problems)]
  const advised = undecidable.find(one => one.id === entry.id)
  const rule = advised === undefined ? undefined : rules.get(advised.advised_by)
  if (rule !== undefined) return [title, ...ruleCells(rule, undefined, sources, problems)]
  problems.push(`${entry.id}: has neither a rule nor an entry in rules/undecidable.yaml`)
  return [title, '', '', '', '', '']
}

function ruleCells(
  rule: LoadedRule,
  entry: CatalogueEntry | undefined,
  sources: Sources,
  problems: string[],
): string[] {
  const cases = sources.cases.get(rule.id) ?? []
  const count = (outcome: Outcome): number => cases.filter(one => one.outcome === outcome).length
  const silent = count('pass') + count('not-applicable')
  const counts = [count('fail'), count('pass'), count('unknown'), Math.max(0, silent - 1)]
  for (const [i, name] of ['fails', 'passes', 'stays unknown'].entries())
    if (counts[i] === 0) problems.push(`${rule.id}: no case ${name}`)
  if (entry?.lookalikes === true && counts[3] === 0)
    problems.push(`${rule.id}: the catalogue names lookalikes, and no case shows one`)
  const devices = devicesCell(rule, sources)
  if (devices === '')
    problems.push(`${rule.id}: fails on no simulated device and in no case of device output`)
  return [
    `[${rule.id}](${rule.file}) (${rule.role})`,
    rule.platforms.map(name => PLATFORM_NAMES[name]).join(', '),
    counts.join(' / '),
    devices,
    loopCell(rule, sources, problems),
  ]
}

const MAX_DEVICES = 3

function devicesCell(rule: LoadedRule, { devices, fromOutput }: Sources): string {
  const ids = (devices.get(rule.id) ?? []).map(device => device.id)
  if (ids.length === 0) return fromOutput.has(rule.id) ? '*output*' : ''
  const more = ids.length > MAX_DEVICES ? ` and ${ids.length - MAX_DEVICES} more` : ''
  return `${ids.slice(0, MAX_DEVICES).join(', ')}${more}`
}

/** Only a cause whose fix is configuration can be typed and checked again. */
function loopCell(rule: LoadedRule, { loops, gaps }: Sources, problems: string[]): string {
  if (rule.role === 'symptom') return 'no: a symptom, its cause is mended'
  if (rule.role === 'advice') return 'no: advice, nothing to mend'
  const typed = PLATFORMS.filter(platform => configures(rule, platform))
  if (typed.length === 0) return 'no: the fix is no configuration'
  return typed
    .map(platform => {
      const name = PLATFORM_NAMES[platform]
      if (loops.some(one => one.rule === rule.id && one.platform === platform)) return `${name} yes`
      const gap = gaps.find(one => one.rule === rule.id && one.platform === platform)
      if (gap !== undefined) return `${name} no: ${gap.reason}`
      problems.push(`${rule.id}: no closed loop on ${platform}, and no reason in not-modelled.yaml`)
      return `${name} ?`
    })
    .join('; ')
}

function configures(rule: LoadedRule, platform: Platform): boolean {
  return (rule.fix ?? []).some(
    fix => fix.platforms.includes(platform) && (fix.config !== undefined || fix.admin_config !== undefined),
  )
}

/** Loops of rules that are gone. */
function strayLoops({ rules, loops, gaps }: Sources): string[] {
  const names = new Set([...loops, ...gaps].map(one => one.rule))
  return [...names]
    .filter(id => !rules.has(id))
    .map(id => `${id}: is in test/closed-loop, and there is no such rule`)
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
