// A rule as a page for a person: meaning, consequence, causes, fixes, false alarms, how it is decided, where to read on.
import { GENERATION_NAMES, PLATFORM_NAMES, PLATFORMS, type Platform } from '../model/platform.ts'
import type { Fix, Rule, Severity, Verify } from '../model/rule.ts'
import { displayText } from './clean.ts'
import type { Style } from './style.ts'
import { Page } from './text/page.ts'
import { meaningOf } from './words.ts'

export interface RuleLinks {
  readonly explains: readonly Rule[]
  readonly explainedBy: readonly Rule[]
  /** What looks like it but is none: names of cases. */
  readonly lookalikes: readonly { readonly name: string; readonly platform: Platform }[]
}

const CONSEQUENCE: Readonly<Record<Severity, string>> = {
  critical: 'Licensing fails now, a deadline has passed, or a function is blocked.',
  warning: 'Licensing still works, but will fail later, or fails in part.',
  info: 'Nothing fails by it; it is good to know, or to tidy up.',
}

export function ruleText(rule: Rule, links: RuleLinks, style: Style): string {
  const page = new Page(style)
  const { dot } = style.symbols
  page.heading(rule.id, 'strong', displayText(rule.title), 'plain', 2)
  page.paragraph('', `${rule.severity} ${dot} ${rule.role} ${dot} hop ${rule.hop}`, meaningOf(rule.severity))
  section(page, 'Meaning')
  page.paragraph('why', rule.why)
  page.paragraph('message', rule.message)
  section(page, 'Consequence')
  page.paragraph(rule.severity, CONSEQUENCE[rule.severity])
  for (const entry of rule.severity_when ?? [])
    page.paragraph(entry.severity, `where ${entry.when}: ${CONSEQUENCE[entry.severity]}`, 'dim')
  ruleList(page, 'It also causes', links.explains)
  section(page, 'Common causes')
  if (links.explainedBy.length === 0) page.paragraph('', noCauses(rule))
  for (const cause of links.explainedBy) page.paragraph(cause.hop, `${cause.id}: ${displayText(cause.title)}`)
  writeFixes(page, rule)
  if (links.lookalikes.length > 0) section(page, 'False alarms: the rule is silent on')
  for (const one of links.lookalikes) page.paragraph('', `${one.name} (${PLATFORM_NAMES[one.platform]})`)
  if ((rule.verify ?? []).length > 0) section(page, 'Check afterwards')
  for (const one of rule.verify ?? []) page.paragraph('', checkText(one, style))
  writeDecision(page, rule)
  if ((rule.references ?? []).length > 0) section(page, 'Read on')
  for (const { title, url } of rule.references ?? [])
    page.paragraph('', url === undefined ? title : `${title} ${url}`, 'dim')
  return page.toString()
}

function section(page: Page, title: string): void {
  page.line()
  page.line(` ${page.style.paint('strong', title)}`)
}

function noCauses(rule: Rule): string {
  if (rule.role === 'cause') return 'It is a cause of its own.'
  return rule.role === 'advice' ? 'It is advice, not a failure.' : 'No rule accounts for it.'
}

function ruleList(page: Page, label: string, rules: readonly Rule[]): void {
  if (rules.length > 0) page.paragraph('', `${label}: ${rules.map(rule => rule.id).join(', ')}`)
}

function checkText(one: Verify, style: Style): string {
  const where = one.platforms === undefined ? '' : ` (${named(one.platforms)})`
  return `${one.run} ${style.symbols.arrow} ${one.expect}${where}`
}

/** Platform by platform: a person stands before one device. */
function writeFixes(page: Page, rule: Rule): void {
  const fixes = rule.fix ?? []
  const shown = new Set<Fix>()
  for (const platform of PLATFORMS) {
    for (const fix of fixes.filter(one => one.platforms.includes(platform) && !shown.has(one))) {
      shown.add(fix)
      writeFix(page, fix, rule)
    }
  }
}

function writeFix(page: Page, fix: Fix, rule: Rule): void {
  section(page, `Fix on ${named(fix.platforms)}`)
  page.paragraph('', `${fix.title ?? rule.title} (risk ${fix.risk}; impact: ${fix.impact})`)
  if (fix.when !== undefined) page.paragraph('', `offered when ${fix.when}`, 'dim')
  block(page, 'config', fix.config)
  block(page, 'admin', fix.admin_config)
  block(page, 'exec', fix.exec)
  for (const step of fix.steps ?? []) page.paragraph('', `${page.style.symbols.dot} ${step}`)
  block(page, 'undo', fix.undo)
}

function writeDecision(page: Page, rule: Rule): void {
  section(page, 'How it is decided')
  page.paragraph('platforms', named(rule.platforms))
  const generations = rule.generations?.map(name => GENERATION_NAMES[name]).join(', ')
  page.paragraph('licensing', generations ?? 'every kind')
  conditions(page, 'applies', rule.applies ?? [])
  if (rule.for !== undefined) page.paragraph('for', `each ${rule.for}`)
  conditions(page, 'fails if', rule.when)
  page.paragraph('proof', rule.evidence.join(', '), 'dim')
}

/** Conditions are never folded into each other: one a paragraph. */
function conditions(page: Page, label: string, expressions: readonly string[]): void {
  for (const [at, expression] of expressions.entries())
    page.paragraph(at === 0 ? label : '', at === 0 ? expression : `and ${expression}`)
}

/** Lines as the author wrote them, with the places for values visible. */
function block(page: Page, label: string, text: string | undefined): void {
  const lines = (text ?? '').split('\n').filter(line => line.trim() !== '')
  for (const [at, line] of lines.entries()) {
    const lead = at === 0 ? label : ''
    page.line(` ${page.style.paint('dim', lead.padEnd(10))}${page.style.paint('paste', displayText(line))}`)
  }
}

function named(platforms: readonly Platform[]): string {
  return platforms.map(name => PLATFORM_NAMES[name]).join(', ')
}
