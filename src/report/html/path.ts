// The way of a licensing message, hop by hop, with what was seen.
import type { PathHop } from '../../model/report.ts'
import { proofLine } from '../words.ts'
import { html, type Markup, NOTHING } from './markup.ts'
import { badge, table } from './shared.ts'

export function pathPart(path: readonly PathHop[]): Markup {
  const needed = path.filter(({ status }) => status !== 'not-needed')
  if (needed.length === 0) return NOTHING
  const others = path.filter(({ status }) => status === 'not-needed').map(({ hop }) => hop)
  const probed = path.some(({ probe }) => probe !== undefined)
  const rows = needed.map(({ hop, status, note, evidence, probe }) => [
    hop,
    statusBadge(status),
    note,
    ...(probed ? [probe === undefined ? '' : html`${statusBadge(probe.status)} ${probe.note}`] : []),
    html`<code>${evidence.slice(0, 1).map(proofLine).join('')}</code>`,
  ])
  const head = probed
    ? ['Hop', 'Says the device', 'Seen', 'From this computer', 'Proof']
    : ['Hop', 'Status', 'Seen', 'Proof']
  return html`<h3>Path of a licensing message</h3>
<ol class="path">${needed.map(({ hop, status }) => html`<li class="${status}">${badge(status, hop)}<span class="hidden">: ${status}</span></li>`)}</ol>
${others.length === 0 ? NOTHING : html`<p class="dim">Not needed: ${others.join(', ')}</p>`}
<details><summary>What was seen at each hop</summary>${table('What was seen at each hop', head, rows)}</details>`
}

function statusBadge(status: PathHop['status']): Markup {
  return badge(status, status === 'broken' ? 'BROKEN' : status)
}
