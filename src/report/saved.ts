// A saved report read back: the JSON of one run, or NDJSON, a line a device. What does not have the published shape is
// refused: every format trusts a report value.
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../model/report.ts'
import { DEVICE_SCHEMA } from './ndjson.ts'
import { deviceSchema, reportSchema } from './schema.ts'
import { type Schema, wrongShape } from './shape.ts'

/** @throws Error that says what is wrong, without naming the file: `is no ...` */
export function readReport(text: string): Report {
  const body = text.replace(/^\ufeff/, '')
  if (body.trim() === '') throw new Error('is empty')
  const whole = parsed(body)
  if (whole === undefined) return fromLines(body)
  if (schemaOf(whole) === DEVICE_SCHEMA) return ofDevices([deviceOf(whole, '')])
  if (schemaOf(whole) !== REPORT_SCHEMA) throw new Error(`is no ${REPORT_SCHEMA}: ${otherSchema(whole)}`)
  const wrong = wrongShape(whole, reportSchema)
  if (wrong !== undefined) throw new Error(`is no ${REPORT_SCHEMA}: ${wrong}`)
  const report = whole as Report
  return { ...report, devices: report.devices.map(withTraces) }
}

function fromLines(text: string): Report {
  const devices: DeviceReport[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if (value === undefined) {
      const cut = devices.length === 0 ? '' : `line ${at + 1} of it is cut or damaged, `
      throw new Error(`is no saved report: ${cut}give a file written with --format json or --format ndjson`)
    }
    devices.push(deviceOf(value, `line ${at + 1}: `))
  }
  return ofDevices(devices)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function schemaOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { schema?: unknown }).schema : undefined
}

function otherSchema(value: unknown): string {
  const schema = schemaOf(value)
  if (typeof schema === 'string' && /^smartlic\.report\/v\d{1,4}$/.test(schema))
    return `it is a ${schema}, made by another version of smartlic`
  return 'give a file written with --format json or --format ndjson'
}

function deviceOf(value: unknown, place: string): DeviceReport {
  const wrong = wrongShape(value, deviceSchema as Schema)
  if (wrong !== undefined) throw new Error(`is no ${DEVICE_SCHEMA}: ${place}${wrong}`)
  const { schema: _schema, ...device } = value as DeviceReport & { schema: string }
  return withTraces(device)
}

/** The trace of conditions is not published. */
function withTraces(device: DeviceReport): DeviceReport {
  return { ...device, findings: device.findings.map(finding => ({ ...finding, trace: [] })) }
}

/** Lines do not say when the run was. */
function ofDevices(devices: readonly DeviceReport[]): Report {
  return {
    schema: REPORT_SCHEMA,
    run: { tool: 'smartlic', version: '', started_at: '', duration_ms: 0, command: '', notes: [] },
    devices,
  }
}
