// Causes and unexplained symptoms of a device, each with its proof; the fix of the only one, or one plan for all.
import type { Finding } from '../../model/finding.ts'
import type { DeviceReport } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import {
  changeMark,
  deviceName,
  ownTitle,
  type Parts,
  planNumbers,
  plural,
  proofLine,
  refusedRules,
} from '../words.ts'
import { html, lines, type Markup, NOTHING } from './markup.ts'
import { checkPart, fixPart, labelled, planPart } from './plan.ts'
import { badge, list, paragraph } from './shared.ts'

/** Lines of proof of one finding; a fact may rest on hundreds. */
const MAX_EVIDENCE = 40

export function causesPart(device: DeviceReport, parts: Parts): Markup {
  const { plan } = device
  const own = [...parts.causes, ...parts.symptoms]
  if (own.length === 0) return NOTHING
  const name = deviceName(device)
  const alone = own.filter(({ remediation }) => remediation.length > 0).length === 1
  const numbers = planNumbers(parts)
  const refused = alone ? new Set<string>() : refusedRules(plan)
  const fixesOf = (finding: Finding): Markup[] => {
    const fixes = finding.remediation.map(fix => fixPart(fix, name, finding.title))
    if (plan === undefined || fixes.length === 0) return [...fixes, checkPart(finding.verify)]
    if (alone)
      return [planPart(plan, { device: name, numbers, own: ownTitle(finding) || 'Fix' }), ...fixes.slice(1)]
    return refused.has(finding.rule)
      ? [
          paragraph('This fix is not part of the plan below, which says why.'),
          ...fixes,
          checkPart(finding.verify),
        ]
      : otherWays(fixes.slice(1))
  }
  const cards = own.map((finding, at) => {
    const label = at < parts.causes.length ? `${at + 1}.` : `${at + 1}. Not explained:`
    return findingCard(finding, label, parts.explained, fixesOf(finding))
  })
  const together =
    plan === undefined || alone
      ? NOTHING
      : html`<h3>Plan</h3><div class="plan">${planPart(plan, { device: name, numbers, own: undefined })}</div>`
  return html`<h3>${parts.causes.length > 0 ? 'Causes' : 'Seen on the device; the cause is not proven'}</h3>${cards}${together}`
}

/** Ways the plan does not take. */
function otherWays(fixes: readonly Markup[]): Markup[] {
  if (fixes.length === 0) return []
  return [html`<details><summary>${plural(fixes.length, 'other way')} to mend it</summary>${fixes}</details>`]
}

function findingCard(
  finding: Finding,
  label: string,
  explained: readonly Finding[],
  fixes: readonly Markup[],
): Markup {
  const { severity, title, hop, rule, message, evidence, why, explains, references } = finding
  const shown = evidence.slice(0, MAX_EVIDENCE).map(proofLine)
  const more = evidence.length - shown.length
  const proof =
    shown.length === 0
      ? NOTHING
      : html`<pre tabindex="0" role="group" aria-label="Evidence">${lines(shown)}</pre>${more > 0 ? paragraph(`and ${plural(more, 'more line')}`) : NOTHING}`
  const symptoms = explained.filter(other => explains.includes(other.rule))
  return html`<article class="finding ${severity}"><h4>${label} ${title}</h4>
<p class="dim">${badge(severity)} hop ${hop}, rule <code>${rule}</code>${changeMark(finding, ', ')}</p>
${paragraph(message)}
${proof === NOTHING ? NOTHING : labelled('Evidence', proof)}
${why === '' ? NOTHING : labelled('Why', paragraph(why))}
${fixes}
${labelled('Explains', list(symptoms.map(other => other.message || other.title)))}
${labelled('References', list(references.map(({ title: text, url }) => link(text, url))))}
</article>
`
}

/** Only addresses of the web become links. */
function link(title: string, url: string | undefined): Markup {
  if (url === undefined || !/^https?:\/\//i.test(url)) return html`${title}`
  return html`<a href="${encoded(url)}" rel="noopener noreferrer">${title || url}</a>`
}

function encoded(url: string): string {
  try {
    return encodeURI(decodeURI(displayText(url)))
  } catch {
    return '#'
  }
}
