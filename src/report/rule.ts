// A rule in words for a terminal: what it looks for, why, what to do; and its conditions' values on a device.
import type { ConditionTrace, Finding, Outcome } from '../model/finding.ts'
import { GENERATION_NAMES, PLATFORM_NAMES } from '../model/platform.ts'
import type { Fix, Rule } from '../model/rule.ts'
import { displayText } from './clean.ts'
import type { Meaning, Style } from './style.ts'
import { Page } from './text/page.ts'
import { meaningOf, proofLine } from './words.ts'

export interface RuleLinks {
  readonly explains: readonly Rule[]
  readonly explainedBy: readonly Rule[]
}

export function ruleText(rule: Rule, links: RuleLinks, style: Style): string {
  const page = new Page(style)
  const { dot } = style.symbols
  page.heading(rule.id, 'strong', displayText(rule.title), 'plain', 2)
  page.paragraph('', `${rule.severity} ${dot} ${rule.role} ${dot} hop ${rule.hop}`, meaningOf(rule.severity))
  for (const entry of rule.severity_when ?? [])
    page.paragraph('', `${entry.severity} when ${entry.when}`, 'dim')
  page.line()
  page.paragraph('platforms', rule.platforms.map(name => PLATFORM_NAMES[name]).join(', '))
  const generations = rule.generations?.map(name => GENERATION_NAMES[name]).join(', ')
  page.paragraph('licensing', generations ?? 'every kind')
  conditions(page, 'applies', rule.applies ?? [])
  if (rule.for !== undefined) page.paragraph('for', `each ${rule.for}`)
  conditions(page, 'fails if', rule.when)
  page.line()
  page.paragraph('message', rule.message)
  page.paragraph('why', rule.why)
  page.paragraph('proof', rule.evidence.join(', '), 'dim')
  for (const fix of rule.fix ?? []) writeFix(page, fix, rule)
  page.line()
  for (const [at, one] of (rule.verify ?? []).entries()) {
    const where =
      one.platforms === undefined ? '' : ` (${one.platforms.map(name => PLATFORM_NAMES[name]).join(', ')})`
    page.paragraph(at === 0 ? 'check' : '', `${one.run} ${style.symbols.arrow} ${one.expect}${where}`)
  }
  ruleList(page, 'explains', links.explains)
  ruleList(page, 'explained by', links.explainedBy)
  for (const [at, { title, url }] of (rule.references ?? []).entries()) {
    page.paragraph(at === 0 ? 'see' : '', url === undefined ? title : `${title} ${url}`, 'dim')
  }
  return page.toString()
}

/** Conditions are never folded into each other: one a paragraph. */
function conditions(page: Page, label: string, expressions: readonly string[]): void {
  for (const [at, expression] of expressions.entries()) {
    page.paragraph(at === 0 ? label : '', at === 0 ? expression : `and ${expression}`)
  }
}

function ruleList(page: Page, label: string, rules: readonly Rule[]): void {
  if (rules.length === 0) return
  // The margin is narrower than the longest label: it stands on a line of its own then.
  const wide = label.length > 9
  if (wide) page.line(` ${page.style.paint('dim', label)}`)
  for (const [at, rule] of rules.entries()) {
    page.paragraph(at === 0 && !wide ? label : '', `${rule.id}: ${displayText(rule.title)}`)
  }
}

function writeFix(page: Page, fix: Fix, rule: Rule): void {
  page.line()
  const where = fix.platforms.map(name => PLATFORM_NAMES[name]).join(', ')
  page.paragraph('fix', `${fix.title ?? rule.title} (${where}; risk ${fix.risk}; impact: ${fix.impact})`)
  if (fix.when !== undefined) page.paragraph('', `offered when ${fix.when}`, 'dim')
  block(page, '', fix.config)
  block(page, 'admin', fix.admin_config)
  block(page, 'exec', fix.exec)
  for (const step of fix.steps ?? []) page.paragraph('', step)
  block(page, 'undo', fix.undo)
}

/** Lines as the author wrote them, with the places for values visible. */
function block(page: Page, label: string, text: string | undefined): void {
  const lines = (text ?? '').split('\n').filter(line => line.trim() !== '')
  for (const [at, line] of lines.entries()) {
    const lead = at === 0 ? label : ''
    page.line(` ${page.style.paint('dim', lead.padEnd(10))}${page.style.paint('paste', displayText(line))}`)
  }
}

export interface JudgedDevice {
  readonly name: string
  readonly platform: string
  readonly generation: string
  readonly findings: readonly Finding[]
}

const OUTCOME_MEANING: Readonly<Record<Outcome, Meaning>> = {
  fail: 'critical',
  pass: 'ok',
  unknown: 'unknown',
  'not-applicable': 'dim',
  error: 'critical',
}

/** Every condition with its value on the device and the facts it read. */
export function judgedText(rule: Rule, device: JudgedDevice, style: Style): string {
  const page = new Page(style)
  const outcome = device.findings[0]?.outcome ?? 'not-applicable'
  page.heading(`${displayText(device.name)}:`, 'strong', outcome, OUTCOME_MEANING[outcome])
  gate(page, 'platform', device.platform, rule.platforms)
  if (rule.generations !== undefined) gate(page, 'licensing', device.generation, rule.generations)
  for (const finding of device.findings) {
    if (finding.outcome === 'fail') page.paragraph('message', finding.message)
    for (const line of finding.trace) condition(page, line)
    for (const { path, reason, command } of finding.missing) {
      page.paragraph('missing', `${path}: ${reason}${command === '' ? '' : ` (${command})`}`, 'unknown')
    }
    for (const { command, line, text } of finding.evidence) {
      page.paragraph('proof', proofLine({ command, line, text }))
    }
    for (const fix of finding.remediation) {
      page.paragraph('fix', fix.title)
      if (fix.lines.length > 0) page.paste(fix.lines)
    }
    page.line()
  }
  return page.toString().trimEnd()
}

function gate(page: Page, label: string, value: string, wanted: readonly string[]): void {
  const known = value !== ''
  const holds = wanted.includes(value)
  const text = `${known ? displayText(value) : 'unknown'}; the rule is for ${wanted.join(', ')}`
  page.paragraph(label, text, !known ? 'unknown' : holds ? 'plain' : 'dim')
}

function condition(page: Page, { kind, expression, value, facts, error }: ConditionTrace): void {
  const meaning: Meaning = value === 'unknown' ? 'unknown' : value === 'error' ? 'critical' : 'plain'
  page.paragraph(kind, `${value.padEnd(7)} ${expression}`, meaning)
  if (error !== undefined) page.paragraph('', error, 'critical')
  for (const fact of facts) page.paragraph('', fact, 'dim')
}
