// A device at one moment: its file with every template filled, ready to answer.
import { type ConfigBlock, configBlocks } from './config-tree.ts'
import { type Clocks, fill } from './template.ts'
import type { LabDevice } from './types.ts'

export interface DeviceView {
  readonly device: LabDevice
  readonly config: string
  readonly blocks: readonly ConfigBlock[]
  readonly adminConfig: string
  /** What the device would start with. */
  readonly startup: string
  readonly logging: readonly string[]
  /** Seconds the device's clock is ahead of true time now. */
  readonly clockError: number
  /** Fills templates with the device's clocks and names; `live` is the moment of the call. */
  text(template: string): string
  /** A name from `vars`, filled; '' when the device has none. */
  value(name: string): string
}

/**
 * @param started true time when the lab started: what `now` in templates counts from (plus the device's own clock error)
 * @param nowMs gives true time, for `live`; defaults to standing still
 * @param since what changed since the lab started: the clock's error in seconds, the saved configuration
 */
export function viewOf(
  device: LabDevice,
  started: Date,
  nowMs: () => number = () => started.getTime(),
  since: { readonly clockError?: number; readonly startup?: string } = {},
): DeviceView {
  const clockError = since.clockError ?? device.clock_offset
  const clocks = (): Clocks => ({
    now: new Date(started.getTime() + device.clock_offset * 1000),
    live: new Date(nowMs() + clockError * 1000),
    true: started,
  })
  const vars = { hostname: device.hostname, ...device.vars }
  const text = (template: string): string => fill(template, clocks(), vars)
  const config = text(device.config)
  return {
    device,
    config,
    blocks: configBlocks(device.persona, config),
    adminConfig: adminConfigOf(device, text),
    startup: since.startup ?? config,
    clockError,
    logging: device.logging.map(text),
    text,
    value: name => (device.vars[name] === undefined ? '' : text(`{{${name}}}`)),
  }
}

/** The configuration of the IOS XR admin plane, as the device file sets it or shows it. */
function adminConfigOf(device: LabDevice, text: (template: string) => string): string {
  const shown = device.answers['admin show running-config'] ?? ''
  return text(device.admin_config || shown.replace(/^Building configuration.*\n/, ''))
}
