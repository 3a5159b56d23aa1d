// The report as a Nagios plug-in's output: status line with performance data, then a line a device. Icinga reads the same.
import type { DeviceReport, Report } from '../../model/report.ts'
import { briefDeadline, briefLine } from '../brief.ts'
import { deviceName, partsOf, plural } from '../words.ts'
import { type CodeOf, countPerf, deadlinePerf, harmless, perfText, stateOf, waivedBrief } from './state.ts'

export interface NagiosOptions {
  readonly codeOf: CodeOf
  /** Icinga Web draws `\_ [STATE]` as a tree with coloured states. */
  readonly tree?: boolean
}

/** Nagios keeps the first 8 KB of what a plug-in says. */
const MOST = 8_000
const FIRST_LINE = 400

/** Line end included. The state in the text is the one of the exit code. */
export function formatNagios(report: Report, { codeOf, tree = false }: NagiosOptions): string {
  const { devices, run } = report
  const code = codeOf(devices)
  const perf = [...countPerf(devices), ...deadlinePerf(devices, run.thresholds)].map(perfText).join(' ')
  const lines = [`SMARTLIC ${stateOf(code)} - ${cut(headline(devices, codeOf), FIRST_LINE)} | ${perf}`]
  let room = MOST - bytes(lines[0] ?? '')
  const blocks = worstFirst(devices, codeOf)
    // One device that is well is said in the first line.
    .filter(device => devices.length > 1 || codeOf([device]) > 0 || partsOf(device).waived.length > 0)
    .map(device => deviceLines(device, codeOf, tree))
  for (const [at, block] of blocks.entries()) {
    const size = bytes(block.join('\n')) + 1
    if (room - size < 40) {
      lines.push(`and ${plural(blocks.length - at, 'more device')}`)
      break
    }
    room -= size
    lines.push(...block)
  }
  return `${lines.join('\n')}\n`
}

/** The one device, or how many are in which state and the worst of them. */
function headline(devices: readonly DeviceReport[], codeOf: CodeOf): string {
  const [only] = devices
  if (only === undefined) return 'no device found in the input'
  if (devices.length === 1) return harmless(briefLine(only))
  const bad = worstFirst(devices, codeOf).filter(device => codeOf([device]) > 0)
  const [worst] = bad
  if (worst === undefined) return `${devices.length} devices, nothing to report`
  const counted = [2, 3, 1]
    .map(code => ({ code, count: bad.filter(device => codeOf([device]) === code).length }))
    .filter(({ count }) => count > 0)
    .map(({ code, count }) => `${count} ${stateOf(code).toLowerCase()}`)
  return `${counted.join(', ')} of ${devices.length} devices; ${harmless(briefLine(worst))}`
}

function deviceLines(device: DeviceReport, codeOf: CodeOf, tree: boolean): string[] {
  const code = codeOf([device])
  const lead = tree ? `\\_ [${stateOf(code)}] ` : `[${stateOf(code)}] `
  const indent = tree ? '   \\_ ' : '  '
  const { causes, symptoms, waived } = partsOf(device)
  const accepted = waived.length === 0 ? [] : [`${indent}${harmless(waivedBrief(waived))}`]
  if (code === 0)
    return [`${lead}${harmless(`${deviceName(device)}: ${device.state.summary}`)}`, ...accepted].map(line =>
      cut(line, 600),
    )
  const causesSaid = [...causes, ...symptoms].map(({ severity, title, message, rule }) => {
    const mark = tree ? `[${severity === 'critical' ? 'CRITICAL' : 'WARNING'}] ` : `${severity}: `
    return `${mark}${harmless(`${title}: ${message} (${rule})`)}`
  })
  const deadline = harmless(briefDeadline(device))
  const said = [
    ...(device.problem === undefined ? [] : [harmless(device.problem.message)]),
    ...(deadline === '' ? [] : [deadline]),
    ...causesSaid,
  ]
  return [
    `${lead}${harmless(`${deviceName(device)}: ${device.state.summary}`)}`,
    ...said.map(text => `${indent}${text}`),
    ...accepted,
  ].map(line => cut(line, 600))
}

function worstFirst(devices: readonly DeviceReport[], codeOf: CodeOf): DeviceReport[] {
  const order = [2, 3, 1, 0]
  const codes = new Map(devices.map(device => [device, order.indexOf(codeOf([device]))]))
  return [...devices].sort((a, b) => (codes.get(a) ?? 0) - (codes.get(b) ?? 0))
}

function cut(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 3).join('')}...`
}

/** Bytes of UTF-8. */
function bytes(text: string): number {
  let count = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return count
}
