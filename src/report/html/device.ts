// The page of one device: status and deadlines, the path, causes with evidence and fixes, and what is not known.
import { showTime } from '../../model/facts/time.ts'
import type { Finding } from '../../model/finding.ts'
import type { DeviceReport, Report } from '../../model/report.ts'
import { effortText } from '../text/deadline.ts'
import { whatIfRows, whatIfSummary } from '../whatif.ts'
import {
  deviceName,
  generationOf,
  goneWords,
  methodOf,
  partsOf,
  plural,
  proofLine,
  releaseOf,
  waivedWords,
} from '../words.ts'
import { causesPart } from './causes.ts'
import { html, type Markup, NOTHING } from './markup.ts'
import { filterData, placesOf } from './overview.ts'
import { pathPart } from './path.ts'
import { fixPart } from './plan.ts'
import { badge, list, pageId, paragraph, table } from './shared.ts'
import { timeline } from './timeline.ts'

export function deviceSection(
  device: DeviceReport,
  at: number,
  of: number,
  thresholds: Report['run']['thresholds'],
): Markup {
  const parts = partsOf(device)
  const name = deviceName(device) || 'unnamed'
  const about = [device.model, device.serial, releaseOf(device), generationOf(device), methodOf(device)]
  const places = placesOf(device)
  return html`<section id="${pageId(at)}" class="page device" data-index="${at}"${filterData(device)} aria-labelledby="${pageId(at)}-title">
${of > 1 ? neighbours(at, of) : NOTHING}
<h2 id="${pageId(at)}-title" tabindex="-1">${badge(device.status)} ${name}</h2>
${paragraph(about.filter(text => text !== '').join(' · '))}
${places.length === 0 ? NOTHING : html`<ul class="places" aria-label="Groups and tags">${places.map(place => html`<li>${place}</li>`)}</ul>`}
${device.problem === undefined ? NOTHING : html`<p class="problem"><strong>Could not be read:</strong> ${device.problem.message}</p>`}
<p class="state">${device.state.summary}</p>
${whatIfPart(device)}
${pathPart(device.path)}
${causesPart(device, parts)}
${deadlinePart(device, at, thresholds)}
${parts.notes.length === 0 ? NOTHING : html`<h3>Notes</h3>${list(parts.notes.map(note => html`${note.message || note.title} <code>${note.rule}</code>`))}`}
${waivedPart(device, parts.waived)}
${device.gone === undefined || device.gone.length === 0 ? NOTHING : html`<h3>Gone since the run before</h3>${list(device.gone.map(goneWords))}`}
${parts.errors.length === 0 ? NOTHING : html`<h3>Rules that failed</h3>${list(parts.errors.map(({ rule, error }) => html`<code>${rule}</code>: ${error ?? ''}`))}`}
${unknownPart(device)}
${factsPart(device)}
${capturesPart(device)}
</section>
`
}

function neighbours(at: number, of: number): Markup {
  const before = at > 0 ? html`<a href="#${pageId(at - 1)}">Previous device</a>` : NOTHING
  const next = at + 1 < of ? html`<a href="#${pageId(at + 1)}">Next device</a>` : NOTHING
  return html`<nav aria-label="Device ${at + 1} of ${of}"><a href="#overview">Overview</a> ${before} ${next} <span class="dim">${at + 1} of ${of}</span></nav>`
}

function deadlinePart({ state }: DeviceReport, at: number, thresholds: Report['run']['thresholds']): Markup {
  if (state.deadlines.length === 0) return NOTHING
  const marks = state.deadlines.flatMap(({ text, days_left, level }) =>
    days_left === undefined ? [] : [{ label: text, days: days_left, level, device: at }],
  )
  const rows = state.deadlines.map(deadline => [
    badge(deadline.level),
    deadline.text,
    deadline.at === '' ? '' : showTime(deadline.at),
    deadline.consequence,
    effortText(deadline),
  ])
  return html`<h3>Deadlines</h3>${timeline('Days from today', marks, thresholds)}${table('Deadlines in words', ['Level', 'Deadline', 'Date', 'Consequence', 'Attempts'], rows)}`
}

function whatIfPart(device: DeviceReport): Markup {
  const { what_if: whatIf } = device
  if (whatIf === undefined) return NOTHING
  const rows = whatIfRows(device, whatIf).map(({ kind, title, rule }) => [
    kind,
    title,
    html`<code>${rule}</code>`,
  ])
  return html`<h3>With ${whatIf.source}</h3><p>${badge(whatIf.status)} ${whatIfSummary(device, whatIf)}</p>${table('What the lines would do', ['', 'Finding', 'Rule'], rows)}${list(whatIf.effect?.notes ?? [])}`
}

/** What is accepted, each with its reason, proof and fix; nothing of it counts. */
function waivedPart(device: DeviceReport, waived: readonly Finding[]): Markup {
  if (waived.length === 0) return NOTHING
  const cards = waived.map(
    finding => html`<details class="finding waived"><summary>${badge('waived')} ${finding.title} <code>${finding.rule}</code>: ${waivedWords(finding)}</summary>
${paragraph(finding.message)}
${list(finding.evidence.slice(0, 10).map(source => html`<code>${proofLine(source)}</code>`))}
${finding.remediation.map(fix => fixPart(fix, deviceName(device), finding.title))}
</details>
`,
  )
  return html`<h3>Waived</h3>${cards}`
}

function unknownPart({ captures, unknown }: DeviceReport): Markup {
  const unread = captures.filter(({ status }) => status !== 'ok')
  const said = [
    ...unread.map(
      ({ command, status, reason }) =>
        html`<code>${command}</code>: ${status}${reason === undefined ? '' : ` (${reason})`}`,
    ),
    ...unknown.map(({ command, reason, rules }) =>
      command === ''
        ? html`${rules.join(', ')}: ${reason}`
        : html`<code>${command}</code> would settle ${plural(rules.length, 'check')} (${reason})`,
    ),
  ]
  return said.length === 0 ? NOTHING : html`<h3>Not known</h3>${list(said)}`
}

function factsPart({ state }: DeviceReport): Markup {
  if (state.facts.length === 0) return NOTHING
  const rows = state.facts.map(({ label, value, source }) => [
    label,
    value,
    html`<code>${source === undefined ? '' : proofLine(source)}</code>`,
  ])
  return html`<details><summary>State in full</summary>${table('State in full', ['Fact', 'Value', 'Proof'], rows)}</details>`
}

function capturesPart({ captures }: DeviceReport): Markup {
  if (captures.length === 0) return NOTHING
  const rows = captures.map(({ command, status, lines, bytes, origin }) => [
    html`<code>${command}</code>`,
    status,
    lines,
    bytes,
    origin,
  ])
  return html`<details><summary>${plural(captures.length, 'command')} read</summary>${table('Commands', ['Command', 'Status', 'Lines', 'Bytes', 'From'], rows)}</details>`
}
