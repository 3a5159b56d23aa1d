// The timeline of a device as a page.
import { readTimeFact, showTime } from '../../model/facts/time.ts'
import { escapeMarkdown } from '../../report/markdown/escape.ts'
import { deviceName, proofLine } from '../../report/words.ts'
import type { MaskedDevice } from '../collect/sink.ts'
import { cut, page, table } from './markdown.ts'
import { timelineOf } from './timeline.ts'

const MOST_ROWS = 300

export function timelinePage({ report, set, store }: MaskedDevice): string {
  const moments = timelineOf(store, set.captures)
  const shown = moments.slice(-MOST_ROWS)
  const rows = shown.map(({ at, what, source }) => [
    at,
    cut(what),
    source === undefined ? '' : cut(proofLine({ ...source, text: '' })).replace(/ \|\s*$/, ''),
  ])
  return page([
    `# Timeline: ${escapeMarkdown(deviceName(report))}`,
    escapeMarkdown(zoneWords(store.facts.clock?.device_time ?? '')),
    moments.length > shown.length ? `The newest ${shown.length} of ${moments.length}.` : '',
    rows.length === 0 ? 'Nothing with a time was read.' : table(['Device clock', 'What', 'Where'], rows),
  ])
}

function zoneWords(now: string): string {
  const lines =
    'Log lines without a zone or a year stand where they belong if the log is printed in the zone of the clock.'
  const time = readTimeFact(now)
  if (time === undefined)
    return `The clock of the device was not read, so log lines without a year are left out.`
  const zone =
    time.offset === undefined
      ? time.zone === ''
        ? 'it prints no zone'
        : `its zone ${time.zone} is not explained by what was read`
      : now.endsWith('Z')
        ? 'it is set to UTC'
        : `it stands at ${now.slice(19)} to UTC`
  return `Times are the device's own: its clock said ${showTime(now)} when it was read, ${zone}. ${lines}`
}
