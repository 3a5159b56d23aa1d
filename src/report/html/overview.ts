// The first page of a report on several devices: counts, filters, a table, the deadlines, the causes.
import type { DeviceReport, DeviceStatus, Report } from '../../model/report.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { briefCause } from '../brief.ts'
import { deviceName, firstDeadline, partsOf, platformOf, plural, releaseOf } from '../words.ts'
import { dataAttribute, html, type Markup, NOTHING } from './markup.ts'
import { badge, pageId } from './shared.ts'
import { type Mark, timeline } from './timeline.ts'

const WORST_FIRST: readonly DeviceStatus[] = ['critical', 'unknown', 'warning', 'healthy']

const HEAD = ['Status', 'Device', 'Release', 'First cause', 'Next deadline']

/** Rows of the picture; more would be no picture. */
const MAX_MARKS = 40

export function overviewSection(
  devices: readonly DeviceReport[],
  thresholds: Report['run']['thresholds'],
): Markup {
  const counts = WORST_FIRST.map(status => ({
    status,
    count: devices.filter(device => device.status === status).length,
  })).filter(({ count }) => count > 0)
  const placed = devices.some(device => placesOf(device).length > 0)
  const picture = deadlines(devices, thresholds)
  const common = causes(devices)
  return html`<section id="overview" class="page" aria-labelledby="overview-title">
<h2 id="overview-title" tabindex="-1">Overview</h2>
<ul class="tiles">${counts.map(({ status, count }) => html`<li class="tile ${status}"><strong>${count}</strong> ${badge(status)}</li>`)}</ul>
<nav aria-label="On this page"><a href="#devices">Devices</a> ${picture === NOTHING ? NOTHING : html`<a href="#deadlines">Deadlines</a>`} ${common === NOTHING ? NOTHING : html`<a href="#causes">Causes</a>`}</nav>
${filters(devices)}
<div class="scroll" tabindex="0" role="group" aria-label="Devices"><table id="devices"><caption>Devices, worst first</caption>
<thead><tr>${[...HEAD, ...(placed ? ['Groups and tags'] : [])].map(title => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${devices.map((device, at) => row(device, at, placed))}</tbody></table></div>
${picture}
${common}
</section>`
}

function row(device: DeviceReport, at: number, placed: boolean): Markup {
  const deadline = firstDeadline(device)
  return html`<tr data-device="${at}"><td>${badge(device.status)}</td><th scope="row"><a href="#${pageId(at)}">${deviceName(device) || 'unnamed'}</a></th><td>${releaseOf(device)}</td><td>${briefCause(device)}${waivedCount(device)}</td><td>${deadline === undefined ? '' : deadline.text}</td>${placed ? html`<td>${placesOf(device).join(', ')}</td>` : NOTHING}</tr>
`
}

function waivedCount(device: DeviceReport): Markup {
  const { waived } = partsOf(device)
  return waived.length === 0 ? NOTHING : html` ${badge('waived', `${waived.length} waived`)}`
}

export function placesOf(device: DeviceReport): string[] {
  return [...new Set([...(device.groups ?? []), ...(device.tags ?? [])])]
}

/** What the filters ask of a device stands on its page, as JSON where it is a list. */
export function filterData(device: DeviceReport): Markup {
  const { causes, symptoms, notes, waived } = partsOf(device)
  const shown = [...causes, ...symptoms, ...notes]
  const unique = (values: readonly string[]): string[] => [...new Set(values)]
  return html` data-status="${device.status}" data-platform="${platformOf(device)}" data-waived="${waived.length > 0 ? 'with' : 'without'}"${[
    dataAttribute('causes', unique([...causes, ...symptoms].map(({ rule }) => rule))),
    dataAttribute('severities', unique(shown.map(({ severity }) => severity))),
    dataAttribute('places', placesOf(device)),
  ]}`
}

function filters(devices: readonly DeviceReport[]): Markup {
  const statuses = WORST_FIRST.filter(status => devices.some(device => device.status === status))
  const platforms = [...new Set(devices.map(platformOf))].filter(name => name !== '').sort()
  const places = [...new Set(devices.flatMap(placesOf))].sort()
  return html`<form id="filters" class="filters needs-script" aria-label="Filter the devices">
<label class="wide">Search <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>Status</legend>${statuses.map(status => html`<label><input type="checkbox" name="status" value="${status}"> ${status}</label>`)}</fieldset>
${select(
  'cause',
  'Cause',
  causesOf(devices).map(({ rule, title, count }) => [rule, `${title} (${count})`]),
)}
${select(
  'severity',
  'Severity of a finding',
  SEVERITIES.map(name => [name, name]),
)}
${select(
  'platform',
  'Platform',
  platforms.map(name => [name, name]),
)}
${select(
  'place',
  'Site, group or tag',
  places.map(name => [name, name]),
)}
${select('waived', 'Waived findings', devices.some(hasWaived) ? WAIVED : [])}
<button type="reset">Show all</button>
<p id="shown" role="status">${plural(devices.length, 'device')}</p>
</form>`
}

function select(name: string, label: string, options: readonly (readonly [string, string])[]): Markup {
  if (options.length === 0) return NOTHING
  return html`<label>${label} <select name="${name}"><option value="">any</option>${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></label>`
}

const WAIVED = [
  ['with', 'some'],
  ['without', 'none'],
] as const

function hasWaived(device: DeviceReport): boolean {
  return partsOf(device).waived.length > 0
}

interface Cause {
  readonly rule: string
  readonly title: string
  readonly count: number
}

/** Causes and unexplained symptoms over all devices, the most frequent first. */
function causesOf(devices: readonly DeviceReport[]): Cause[] {
  const found = new Map<string, Cause>()
  for (const device of devices) {
    const { causes, symptoms } = partsOf(device)
    const titles = new Map([...causes, ...symptoms].map(({ rule, title }) => [rule, title || rule]))
    for (const [rule, title] of titles)
      found.set(rule, { rule, title, count: (found.get(rule)?.count ?? 0) + 1 })
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1))
}

function causes(devices: readonly DeviceReport[]): Markup {
  const all = causesOf(devices)
  if (all.length === 0) return NOTHING
  return html`<h3 id="causes">Causes</h3><ul class="causes">${all.map(({ title, rule, count }) => html`<li><strong>${plural(count, 'device')}</strong> ${title} <code>${rule}</code></li>`)}</ul>`
}

function deadlines(devices: readonly DeviceReport[], thresholds: Report['run']['thresholds']): Markup {
  const marks = devices
    .flatMap((device, at): Mark[] => {
      const first = firstDeadline(device)
      if (first?.days_left === undefined) return []
      return [
        {
          label: `${deviceName(device)}: ${first.text}`,
          days: first.days_left,
          level: first.level,
          device: at,
        },
      ]
    })
    .sort((a, b) => a.days - b.days)
  if (marks.length === 0) return NOTHING
  const left = marks.length - MAX_MARKS
  return html`<h3 id="deadlines">Deadlines</h3>${timeline('The next deadline of each device', marks.slice(0, MAX_MARKS), thresholds)}${left > 0 ? html`<p>${plural(left, 'device')} more, with later deadlines.</p>` : NOTHING}`
}
