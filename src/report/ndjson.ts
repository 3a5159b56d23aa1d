// NDJSON: one line a device, each as soon as it is judged.
import type { DeviceReport } from '../model/report.ts'
import { publish } from './json.ts'

export const DEVICE_SCHEMA = 'smartlic.device/v1'

/** The device's part of the report on one line, line end included. */
export function deviceLine(device: DeviceReport): string {
  return `${JSON.stringify({ schema: DEVICE_SCHEMA, ...device }, publish)}\n`
}
