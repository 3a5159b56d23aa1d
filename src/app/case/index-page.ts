// The first page of a case of several devices.
import type { CaseWords } from '../../bundle/manifest.ts'
import type { DeviceReport } from '../../model/report.ts'
import { escapeMarkdown } from '../../report/markdown/escape.ts'
import { byUrgency, deviceName, partsOf, releaseOf } from '../../report/words.ts'
import { list, page } from './markdown.ts'

export interface CaseDevice {
  readonly report: DeviceReport
  /** Below `devices/`. */
  readonly folder: string
}

export function indexPage(devices: readonly CaseDevice[], words: CaseWords): string {
  const folders = new Map(devices.map(({ report, folder }) => [report, folder]))
  const rows = byUrgency(devices.map(({ report }) => report)).map(report => {
    const { causes, symptoms } = partsOf(report)
    const first = report.problem?.kind ?? [...causes, ...symptoms][0]?.title ?? ''
    // A folder's name is harmless: letters, digits, dots and dashes.
    const link = `[${escapeMarkdown(deviceName(report))}](devices/${folders.get(report) ?? ''}/summary.md)`
    const cells = [report.serial, releaseOf(report), report.status, first].map(escapeMarkdown)
    return `| ${[link, ...cells].join(' | ')} |`
  })
  return page([
    `# Smart Licensing case: ${devices.length} devices`,
    words.service_request === undefined ? '' : `Service request ${escapeMarkdown(words.service_request)}`,
    '## Problem',
    escapeMarkdown(words.problem ?? 'See each device.'),
    '## Devices',
    [
      '| Device | Serial number | Release | Status | First cause |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    '## Tried so far',
    list(words.tried.map(escapeMarkdown), 'Nothing was said.'),
  ])
}
