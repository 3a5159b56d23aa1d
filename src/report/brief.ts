// A device in a few words, for formats with a line or a cell for it.
import type { DeviceReport, DeviceStatus } from '../model/report.ts'
import { displayText } from './clean.ts'
import { deviceName, firstDeadline, partsOf, plural } from './words.ts'

/** What decides the exit code: with configuration lines given, the device as it would be. */
export function countedStatus(device: DeviceReport): DeviceStatus {
  return device.what_if?.status ?? device.status
}

/** The first cause and how many more there are; of a device that could not be read, why; '' when all is well. */
export function briefCause(device: DeviceReport): string {
  if (device.problem !== undefined) return displayText(device.problem.kind)
  const { causes, symptoms } = partsOf(device)
  const first = causes[0] ?? symptoms[0]
  if (first === undefined) return ''
  const more = causes.length + symptoms.length - 1
  return more > 0 ? `${displayText(first.title)} (+${more})` : displayText(first.title)
}

/** The most pressing deadline where it is not far, else nothing. */
export function briefDeadline(device: DeviceReport): string {
  const first = firstDeadline(device)
  return first === undefined || first.level === 'ok' ? '' : displayText(first.text)
}

/** `edge-sw1: Call Home sends to Cisco over plain HTTP (+1); 19 days until the authorization expires`. */
export function briefLine(device: DeviceReport): string {
  const cause = briefCause(device)
  const said = [cause, briefDeadline(device)].filter(text => text !== '')
  const waived = partsOf(device).waived.length
  if (said.length === 0) said.push(displayText(device.state.summary))
  if (cause === '' && waived > 0) said.unshift(`${plural(waived, 'finding')} waived`)
  return `${deviceName(device)}: ${said.join('; ')}`
}

/** Characters of a name: longer than any host name. */
const MAX_NAME = 253

/** One name a device, each different: the second `sw1` is `sw1#2`. */
export function uniqueNames(devices: readonly DeviceReport[]): string[] {
  const taken = new Set<string>()
  return devices.map(device => {
    const whole = displayText(device.name || device.hostname).trim() || 'unnamed'
    const own = [...whole].slice(0, MAX_NAME).join('')
    let name = own
    for (let at = 2; taken.has(name); at++) name = `${own}#${at}`
    taken.add(name)
    return name
  })
}
