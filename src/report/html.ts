// The report as one HTML file: nothing is loaded from elsewhere, and device text can only ever be text.
import { showTime } from '../model/facts/time.ts'
import type { Report } from '../model/report.ts'
import { deviceSection } from './html/device.ts'
import { html, Markup, NOTHING } from './html/markup.ts'
import { overviewSection } from './html/overview.ts'
import { SCRIPT } from './html/script.ts'
import { STYLE } from './html/style.ts'
import { byUrgency, plural } from './words.ts'

/**
 * Worst device first. With one device there is no overview.
 * @param sha256 base64 of the hash of a text: the page allows its own style and script and nothing else
 */
export function formatHtml(report: Report, sha256: (text: string) => string): string {
  const devices = byUrgency(report.devices)
  const many = devices.length > 1
  const { tool, version, command, started_at, notes } = report.run
  const about = [
    `${tool} ${version}`.trim(),
    command,
    started_at === '' ? '' : showTime(started_at.replace(/\.\d+Z$/, 'Z')),
    plural(devices.length, 'device'),
  ].filter(text => text !== '')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(sha256)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Smart Licensing report, ${about.slice(2).join(', ')}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top">
<h1>Smart Licensing report</h1>
<p>${about.join(' · ')}</p>
<button type="button" id="theme" class="needs-script">Change to dark</button>
</header>
<main id="main" tabindex="-1">
${devices.length === 0 ? html`<p>No device found in the input.</p>` : NOTHING}
${many ? overviewSection(devices, report.run.thresholds) : NOTHING}
${devices.map((device, at) => deviceSection(device, at, devices.length, report.run.thresholds))}
${notes.length === 0 ? NOTHING : html`<section class="run-notes"><h2>Notes on the run</h2><ul>${notes.map(note => html`<li>${note}</li>`)}</ul></section>`}
</main>
<p id="said" class="said" role="status" aria-live="polite"></p>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.html
}

/** Nothing but this page's own style and script, by their hashes; no request, no frame, no form can leave it. */
function policy(sha256: (text: string) => string): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256(STYLE)}'`,
    `script-src 'sha256-${sha256(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}
