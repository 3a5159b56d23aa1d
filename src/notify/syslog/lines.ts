// A notice as lines of syslog: one for the run, one for each thing to tell.
import { itemText, type Notice, shortened } from '../notice.ts'

/** RFC 5424 section 6.2.1. */
export type SyslogSeverity = 2 | 4 | 5

export interface SyslogLine {
  readonly severity: SyslogSeverity
  /** One line. */
  readonly text: string
}

/** daemon (RFC 5424 section 6.2.1). */
export const FACILITY = 3

const MOST_LINES = 500
/** RFC 3164 allows 1024 bytes with what stands in front; a character may take four. */
const MOST_BYTES = 900

export function syslogLines(notice: Notice): SyslogLine[] {
  const job = notice.job === undefined ? '' : `job ${notice.job}: `
  const own = notice.devices.flatMap(({ name, status, items }): SyslogLine[] =>
    items.length === 0
      ? [{ severity: severityOf(status), text: `device="${quoted(name)}" status=${status}` }]
      : items.map(item => ({
          severity:
            item.kind === 'gone' || item.kind === 'readable' ? 5 : severityOf(item.severity ?? status),
          text: `device="${quoted(name)}" status=${status} ${item.kind}: ${itemText(item)}`,
        })),
  )
  const left = own.length - MOST_LINES
  const more: SyslogLine[] = left > 0 ? [{ severity: 4, text: `${left} more lines are left out` }] : []
  const head: SyslogLine = { severity: severityOf(notice.status), text: `${job}${notice.headline}` }
  return [head, ...own.slice(0, MOST_LINES), ...more].map(({ severity, text }) => ({
    severity,
    text: oneLine(text),
  }))
}

function severityOf(status: string): SyslogSeverity {
  return status === 'critical' ? 2 : status === 'healthy' || status === 'info' ? 5 : 4
}

/** A name cannot end its quotes. */
function quoted(name: string): string {
  return shortened(name.replace(/[\\"]/g, '_'), 200)
}

/** A line end would begin a message of its own. */
function oneLine(text: string): string {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  let cut = plain
  while (Buffer.byteLength(cut) > MOST_BYTES)
    cut = shortened(cut, Math.min([...cut].length - 1, Math.floor([...cut].length * 0.9)))
  return cut
}
