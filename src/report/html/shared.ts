// Small pieces the parts of the HTML page share.
import type { DeadlineLevel, DeviceStatus } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'
import { html, lines, type Markup, NOTHING, type Part } from './markup.ts'

const MARKS: Readonly<Record<string, string>> = {
  healthy: '✔',
  ok: '✔',
  critical: '✖',
  broken: '✖',
  warning: '▲',
  info: 'i',
  unknown: '?',
  'not-needed': '–',
  waived: '◷',
}

/** A word with its colour and its symbol: the colour alone says nothing. */
export function badge(
  kind: DeviceStatus | Severity | DeadlineLevel | 'broken' | 'not-needed' | 'waived',
  word?: string,
): Markup {
  return html`<span class="badge ${kind}"><span aria-hidden="true">${MARKS[kind] ?? ''}</span> ${word ?? kind}</span>`
}

/** Lines to take along, with a button. `fill` names what to fill in first. */
export function copyBlock(label: string, texts: readonly string[], fill = ''): Markup {
  if (texts.length === 0) return NOTHING
  return html`<div class="copy"><div class="copy-bar"><span>${label}</span><button type="button" class="needs-script" data-copy data-fill="${fill}" aria-label="Copy: ${label}">Copy</button></div>
<pre tabindex="0" role="group" aria-label="${label}">${lines(texts)}</pre></div>`
}

/** Rows under a head; cells of text or markup. Wide tables scroll by themselves. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Part[])[]): Markup {
  if (rows.length === 0) return NOTHING
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head.map(title => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(cells => html`<tr>${cells.map(cell => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`
}

export function list(texts: readonly Part[], ordered = false): Markup {
  if (texts.length === 0) return NOTHING
  const items = texts.map(text => html`<li>${text}</li>`)
  return ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`
}

export function paragraph(text: string): Markup {
  return text === '' ? NOTHING : html`<p>${text}</p>`
}

/** Id of a device's page: by its place, never by its name. */
export function pageId(at: number): string {
  return `device-${at + 1}`
}
