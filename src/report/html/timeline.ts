// Deadlines as a picture: days from today on a scale that gives the near ones room. Places are in per cent, so the
// picture is as wide as the page while its text keeps its size.
import type { DeadlineLevel, Report } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import { html, type Markup, NOTHING } from './markup.ts'

export interface Mark {
  /** What is written above the line. */
  readonly label: string
  readonly days: number
  readonly level: DeadlineLevel
  /** Index of the device, for the filter. */
  readonly device: number
}

type Thresholds = Report['run']['thresholds']

const PAST = 60
const AHEAD = 400
/** Share of the width that is the past. */
const PAST_SHARE = 0.12
const EDGE = 2
const ROW = 34
const HEAD = 26
const TICKS = [0, 7, 30, 90, 180, 365]
const MAX_LABEL = 70

/** Per cent of the width. Days too far away stand at the edge. */
function place(days: number): number {
  const share =
    days < 0
      ? PAST_SHARE * (1 - Math.sqrt(Math.min(-days, PAST) / PAST))
      : PAST_SHARE + (1 - PAST_SHARE) * Math.sqrt(Math.min(days, AHEAD) / AHEAD)
  return Math.round((EDGE + share * (100 - 2 * EDGE)) * 100) / 100
}

/** `marks` in the order they are drawn; none gives no picture. */
export function timeline(title: string, marks: readonly Mark[], thresholds: Thresholds): Markup {
  if (marks.length === 0) return NOTHING
  const height = HEAD + marks.length * ROW
  const said = marks.map(({ label }) => displayText(label)).join('; ')
  return html`<figure class="timeline"><figcaption>${title}</figcaption>
<svg role="img" aria-label="${title}: ${said}" width="100%" height="${height}" data-head="${HEAD}" data-row="${ROW}">
${zones(thresholds)}${TICKS.map(tick)}
${marks.map((mark, at) => row(mark, at))}
</svg></figure>`
}

/** Where a deadline is critical and where it is a warning. */
function zones(thresholds: Thresholds): Markup {
  const critical = place(thresholds?.critical_days ?? 0)
  const warning = place(thresholds?.warn_days ?? 0)
  const start = place(-PAST)
  return html`<rect class="zone critical" x="${start}%" y="0" width="${critical - start}%" height="100%"/><rect class="zone warning" x="${critical}%" y="0" width="${Math.max(0, warning - critical)}%" height="100%"/>`
}

function tick(days: number): Markup {
  const x = place(days)
  const word = days === 0 ? 'today' : `${days} d`
  return html`<line class="tick" x1="${x}%" x2="${x}%" y1="18" y2="100%"/><text class="tick-text" x="${x}%" y="13" text-anchor="${days === 365 ? 'end' : 'middle'}">${word}</text>`
}

function row({ label, days, level, device }: Mark, at: number): Markup {
  const x = place(days)
  const today = place(0)
  const text = [...displayText(label)]
  const short = text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL - 1).join('')}…` : label
  return html`<g class="mark ${level}" data-device="${device}" transform="translate(0 ${HEAD + at * ROW})"><text class="label" x="${EDGE}%" y="12">${short}</text><line class="span" x1="${Math.min(x, today)}%" x2="${Math.max(x, today)}%" y1="23" y2="23"/><svg x="${x}%" y="23" overflow="visible" width="1" height="1"><path d="${SHAPES[level]}"/></svg></g>
`
}

/** A shape a level: circle, triangle, diamond, square. */
const SHAPES: Readonly<Record<DeadlineLevel, string>> = {
  ok: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  warning: 'M0 -7L7 6H-7z',
  critical: 'M0 -8L8 0L0 8L-8 0z',
  unknown: 'M-5 -5H5V5H-5z',
}
