// What is not known of a device, and which command would settle it.
import type { CaptureNote, DeviceReport, UnknownGroup } from '../../model/report.ts'
import { plural } from '../words.ts'
import type { Page } from './page.ts'

const NEXT_WHEN_UNREAD =
  'mend the problem above and run again; or save the output of `show license all` to a file and run: smartlic analyze FILE'

export function wasRead(device: DeviceReport): boolean {
  return device.captures.some(capture => capture.status === 'ok')
}

export function writeUnknown(page: Page, device: DeviceReport, verbose: boolean): void {
  if (device.problem !== undefined && !wasRead(device)) {
    page.paragraph('known', 'nothing: no command was answered')
    if (device.counts.unknown > 0) {
      page.paragraph('not known', `${plural(device.counts.unknown, 'check')} undecided`)
    }
    page.paragraph('next', NEXT_WHEN_UNREAD)
    return
  }
  writeUnread(page, device.captures)
  const sent = new Set(device.captures.map(capture => capture.command))
  const tried = device.unknown.filter(({ command }) => command === '' || sent.has(command))
  tried.forEach((group, at) => {
    page.paragraph(at === 0 ? 'not known' : '', wordsOf(group, page, verbose))
  })
  writeNext(
    page,
    device.unknown.filter(group => !tried.includes(group)),
    verbose,
  )
}

function writeUnread(page: Page, captures: readonly CaptureNote[]): void {
  captures
    .filter(capture => capture.status !== 'ok')
    .forEach(({ command, status, reason }, at) => {
      const why = reason === undefined ? '' : ` (${reason})`
      page.paragraph(at === 0 ? 'not read' : '', `${command}: ${status}${why}`, 'unknown')
    })
}

/** A command that was sent and did not tell, or a fact no command tells: the reason matters. */
function wordsOf({ command, reason, rules }: UnknownGroup, page: Page, verbose: boolean): string {
  const settles = verbose || rules.length <= 2 ? rules.join(', ') : plural(rules.length, 'check')
  if (command === '') return `${settles}${reason === '' ? '' : `: ${reason}`}`
  return `${command} ${page.style.symbols.arrow} settles ${settles}${reason === '' ? '' : ` (${reason})`}`
}

/** Commands that are simply not there: one list to work off, the most useful first. */
function writeNext(page: Page, groups: readonly UnknownGroup[], verbose: boolean): void {
  if (groups.length === 0) return
  const checks = new Set(groups.flatMap(group => group.rules)).size
  page.paragraph('next', `collect these too and run again; they decide ${plural(checks, 'more check')}:`)
  for (const { command, rules } of groups) {
    const what = verbose ? rules.join(', ') : plural(rules.length, 'check')
    page.paragraph('', `${command} (${what})`)
  }
}
