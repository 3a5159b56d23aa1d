// The forecast for a person's configuration lines, under the device it is about.
import type { DeviceReport } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import { whatIfRows, whatIfSummary } from '../whatif.ts'
import { meaningOf } from '../words.ts'
import type { Page } from './page.ts'

/** Nothing where no lines were given. */
export function writeWhatIf(page: Page, device: DeviceReport): void {
  const { what_if: whatIf } = device
  if (whatIf === undefined) return
  page.line()
  const { symbols } = page.style
  const symbol = whatIf.status === 'healthy' ? symbols.ok : symbols[whatIf.status]
  page.heading(
    `${symbol} WITH ${displayText(whatIf.source)}`,
    meaningOf(whatIf.status),
    whatIfSummary(device, whatIf),
    'plain',
  )
  let kind = ''
  for (const row of whatIfRows(device, whatIf)) {
    page.paragraph(row.kind === kind ? '' : row.kind, `${symbols.dot} ${row.title} (${row.rule})`)
    kind = row.kind
  }
  whatIf.effect?.notes.forEach((note, at) => {
    page.paragraph(at === 0 ? 'mind' : '', note)
  })
}
