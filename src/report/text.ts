// The report for a person in a terminal: worst device first, a table of all devices last.
import type { DeviceReport, Report } from '../model/report.ts'
import { displayText } from './clean.ts'
import { plainStyle, type Style } from './style.ts'
import { plainTable } from './table.ts'
import { healthyLine, MAX_NAME, writeDevice } from './text/device.ts'
import { Page } from './text/page.ts'
import { writeWaived } from './text/waived.ts'
import { writeWhatIf } from './text/whatif.ts'
import { changesNothing } from './whatif.ts'
import {
  byUrgency,
  deviceName,
  firstDeadline,
  meaningOf,
  partsOf,
  platformOf,
  plural,
  releaseOf,
} from './words.ts'
import { cutFront } from './wrap.ts'

export interface TextOptions {
  readonly style?: Style
  /** Healthy devices in full, every evidence line, the rules behind each unknown. */
  readonly verbose?: boolean
}

/** From this width on the table has room for host names and releases. */
const ROOMY = 110

/** Text with a line end. A healthy device takes one line; of several devices the table is that line. */
export function formatText(report: Report, options: TextOptions = {}): string {
  const style = options.style ?? plainStyle()
  const verbose = options.verbose === true
  const devices = byUrgency(report.devices)
  if (devices.length === 0) return 'No device found in the input.\n'
  const blocks: string[] = []
  for (const device of devices) {
    const page = new Page(style)
    if (device.status === 'healthy' && !verbose) {
      const told = device.what_if !== undefined && !changesNothing(device.what_if)
      const parts = partsOf(device)
      if (devices.length > 1 && !told && parts.waived.length === 0) continue
      page.line(healthyLine(device, style))
      writeWaived(page, device, parts, verbose)
      writeWhatIf(page, device)
      blocks.push(page.toString())
      continue
    }
    writeDevice(page, device, verbose)
    blocks.push(page.toString())
  }
  if (devices.length > 1) blocks.push(summary(devices, style))
  const between =
    devices.length > 1 ? `\n\n${style.paint('dim', style.symbols.rule.repeat(style.width))}\n\n` : '\n\n'
  return `${blocks.join(between)}\n`
}

function summary(devices: readonly DeviceReport[], style: Style): string {
  const rows = devices.map(device => {
    const symbol = device.status === 'healthy' ? style.symbols.ok : style.symbols[device.status]
    return [
      style.paint(meaningOf(device.status), `${symbol} ${device.status}`),
      cutFront(nameIn(device, style), MAX_NAME, style.symbols.ellipsis),
      style.width < ROOMY ? platformOf(device) : releaseOf(device),
      firstCause(device),
      deadlineOf(device),
    ]
  })
  const head = ['status', 'device', 'platform', 'first cause', 'deadline'].map(title =>
    style.paint('strong', title),
  )
  return `${plainTable(head, rows, { width: style.width, flexible: 3 })}\n\n${tally(devices)}`
}

function nameIn(device: DeviceReport, style: Style): string {
  return style.width < ROOMY ? displayText(device.name || device.hostname) : deviceName(device)
}

function firstCause(device: DeviceReport): string {
  if (device.problem !== undefined) return displayText(device.problem.kind)
  const { causes, symptoms, waived } = partsOf(device)
  const first = causes[0] ?? symptoms[0]
  if (first === undefined) return waived.length === 0 ? '' : `${waived.length} waived`
  const more = causes.length + symptoms.length - 1
  return more > 0 ? `${displayText(first.title)} (+${more})` : displayText(first.title)
}

function deadlineOf(device: DeviceReport): string {
  const days = firstDeadline(device)?.days_left
  if (days === undefined) return ''
  return days < 0 ? `${plural(-days, 'day')} ago` : plural(days, 'day')
}

function tally(devices: readonly DeviceReport[]): string {
  const counted = (['critical', 'unknown', 'warning', 'healthy'] as const).map(status => {
    const count = devices.filter(device => device.status === status).length
    return count === 0 ? '' : `${count} ${status}`
  })
  const waived = devices.reduce((sum, device) => sum + partsOf(device).waived.length, 0)
  const accepted = waived === 0 ? '' : `; ${plural(waived, 'finding')} waived`
  return `${plural(devices.length, 'device')}: ${counted.filter(part => part !== '').join(', ')}${accepted}`
}
