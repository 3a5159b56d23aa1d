// A rule on one device: every condition with its value, the facts it read, and the lines of output they come from.
import type { ConditionTrace, Finding, Outcome, ReadFact } from '../model/finding.ts'
import type { Rule } from '../model/rule.ts'
import { displayText } from './clean.ts'
import type { Meaning, Style } from './style.ts'
import { Page } from './text/page.ts'
import { proofLine } from './words.ts'

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

/** Facts of one condition, and lines of one fact, that are shown. */
const MAX_FACTS = 20
const MAX_LINES = 4

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
    for (const source of finding.evidence) {
      page.paragraph('proof', proofLine(source))
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

function condition(page: Page, { kind, expression, value, facts, read, error }: ConditionTrace): void {
  const meaning: Meaning = value === 'unknown' ? 'unknown' : value === 'error' ? 'critical' : 'plain'
  page.paragraph(kind, `${value.padEnd(7)} ${expression}`, meaning)
  if (error !== undefined) page.paragraph('', error, 'critical')
  if (read === undefined) for (const fact of facts) page.paragraph('', fact, 'dim')
  else {
    for (const fact of read.slice(0, MAX_FACTS)) readFact(page, fact)
    if (read.length > MAX_FACTS) page.paragraph('', `and ${read.length - MAX_FACTS} more facts`, 'dim')
  }
}

function readFact(page: Page, { path, value, sources, from, missing }: ReadFact): void {
  const { dot } = page.style.symbols
  if (value === undefined) {
    const command = missing?.command ?? ''
    const why = missing === undefined ? '' : `: ${missing.reason}${command === '' ? '' : ` (${command})`}`
    page.paragraph('', `${path} is unknown${why}`, 'unknown')
    return
  }
  page.paragraph('', `${path} = ${value}${from.length === 0 ? '' : ` (computed from ${listed(from)})`}`)
  for (const one of sources.slice(0, MAX_LINES)) page.paragraph('', `  ${dot} ${proofLine(one)}`, 'dim')
  if (sources.length > MAX_LINES)
    page.paragraph('', `  ${dot} and ${sources.length - MAX_LINES} more lines`, 'dim')
}

function listed(paths: readonly string[]): string {
  const shown = [...new Set(paths)]
  return shown.length <= MAX_LINES
    ? shown.join(', ')
    : `${shown.slice(0, MAX_LINES).join(', ')} and ${shown.length - MAX_LINES} more`
}
