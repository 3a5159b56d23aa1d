// A judgement in full: message, severity, evidence and fixes.
import type { Finding } from '../model/finding.ts'
import type { Severity } from '../model/rule.ts'
import { type DeviceView, type Element, valueAt } from './device.ts'
import { evaluateCondition, type Judgement } from './evaluate.ts'
import { evidenceOf } from './evidence.ts'
import { lookupFor, referencesOf, remediationsOf, verifyOf } from './remediate.ts'
import type { LoadedRule } from './ruleset.ts'
import { renderText } from './template.ts'

/** Only a fail is worked out; the rest carries what tells it apart. */
export function findingOf(rule: LoadedRule, judgement: Judgement, device: DeviceView): Finding {
  const { element, error, outcome } = judgement
  const fails = outcome === 'fail'
  const lookup = lookupFor(device, element)
  const silent = error === undefined ? rule.title : `${rule.title}: ${error}`
  // One object in one go: most rules are silent, and copying theirs costs more than judging them.
  const finding: Finding = {
    rule: rule.id,
    title: rule.title,
    outcome,
    severity: fails ? severityOf(rule, device, element) : rule.severity,
    role: rule.role,
    hop: rule.hop,
    message: fails ? renderText(rule.message, lookup) : silent,
    why: fails ? renderText(rule.why, lookup) : rule.why,
    evidence: fails ? evidenceOf(rule, device, element) : [],
    explained_by: [],
    explains: [],
    remediation: fails ? remediationsOf(rule, device, element) : [],
    verify: fails ? verifyOf(rule, device, element) : [],
    references: fails ? referencesOf(rule, device) : [],
    missing: judgement.missing,
    trace: judgement.trace,
  }
  const named = fails && element !== undefined ? { ...finding, element: labelOf(device, element) } : finding
  return error === undefined ? named : { ...named, error }
}

/** Facts that name an element, of whatever list. */
const NAMING = [
  'profile',
  'server',
  'name',
  'url',
  'activity',
  'kind',
  'tool',
  'host',
  'address',
  'pid',
  'sn',
  'vrf',
]

/** Names, not places in the list: an element keeps its label when another one is added before it. */
function labelOf(device: DeviceView, element: Element): string {
  const values = NAMING.map(key => valueAt(device.store, `${element.path}.${key}`))
  const words = values.filter(value => typeof value === 'string' && value !== '')
  return words.length === 0 ? String(element.index) : words.join(' ')
}

/** The first `severity_when` that is true; unknown keeps the rule's own severity. */
function severityOf(rule: LoadedRule, device: DeviceView, element: Element | undefined): Severity {
  for (const entry of rule.severity_when ?? []) {
    if (evaluateCondition(entry.when, rule, device, element).verdict.value === 'true') return entry.severity
  }
  return rule.severity
}
