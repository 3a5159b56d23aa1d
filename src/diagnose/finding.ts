// A judgement in full: message, severity, evidence and fixes.
import type { Finding } from '../model/finding.ts'
import type { Severity } from '../model/rule.ts'
import type { DeviceView, Element } from './device.ts'
import { evaluateCondition, type Judgement } from './evaluate.ts'
import { evidenceOf } from './evidence.ts'
import { lookupFor, remediationsOf, verifyOf } from './remediate.ts'
import type { LoadedRule } from './ruleset.ts'
import { renderText } from './template.ts'

/** Only a fail is worked out; the rest carries what tells it apart. */
export function findingOf(rule: LoadedRule, judgement: Judgement, device: DeviceView): Finding {
  const common = {
    rule: rule.id,
    title: rule.title,
    outcome: judgement.outcome,
    role: rule.role,
    hop: rule.hop,
    explained_by: [],
    explains: [],
    missing: judgement.missing,
    trace: judgement.trace,
    references: rule.references ?? [],
    ...(judgement.error === undefined ? {} : { error: judgement.error }),
  }
  if (judgement.outcome !== 'fail') {
    const message = judgement.error === undefined ? rule.title : `${rule.title}: ${judgement.error}`
    return {
      ...common,
      severity: rule.severity,
      message,
      why: rule.why,
      evidence: [],
      remediation: [],
      verify: [],
    }
  }
  const { element } = judgement
  const lookup = lookupFor(device, element)
  return {
    ...common,
    severity: severityOf(rule, device, element),
    message: renderText(rule.message, lookup),
    why: renderText(rule.why, lookup),
    evidence: evidenceOf(rule, device, element),
    remediation: remediationsOf(rule, device, element),
    verify: verifyOf(rule, device, element),
  }
}

/** The first `severity_when` that is true; unknown keeps the rule's own severity. */
function severityOf(rule: LoadedRule, device: DeviceView, element: Element | undefined): Severity {
  for (const entry of rule.severity_when ?? []) {
    if (evaluateCondition(entry.when, rule, device, element).verdict.value === 'true') return entry.severity
  }
  return rule.severity
}
