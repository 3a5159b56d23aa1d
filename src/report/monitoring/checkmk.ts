// The report as Checkmk local checks: one line, and so one service, a device.
import type { Report } from '../../model/report.ts'
import { briefLine, uniqueNames } from '../brief.ts'
import { partsOf } from '../words.ts'
import { type CodeOf, deadlinePerf, harmless, perfText, waivedBrief } from './state.ts'

/** `STATE "SERVICE" metrics text`; details behind a literal `\n`. No device: a line that says so. */
export function formatCheckmk(report: Report, codeOf: CodeOf): string {
  const { devices, run } = report
  if (devices.length === 0)
    return checkmkLine(codeOf(devices), 'Smart Licensing', [], ['no device found in the input'])
  const names = uniqueNames(
    devices.map(device => ({ ...device, name: harmless(device.name || device.hostname) })),
  )
  return devices
    .map((device, at) => {
      const parts = partsOf(device)
      const details = [...parts.causes, ...parts.symptoms].map(({ title, message }) => `${title}: ${message}`)
      return checkmkLine(
        codeOf([device]),
        `Smart Licensing ${names[at] ?? ''}`,
        deadlinePerf([device], run.thresholds).map(perfText),
        [briefLine(device), ...details, waivedBrief(parts.waived)],
      )
    })
    .join('')
}

/** Text as it is: it is made harmless here. */
export function checkmkLine(
  code: number,
  service: string,
  metrics: readonly string[],
  text: readonly string[],
): string {
  const said = text.map(harmless).filter(line => line !== '')
  return `${code} "${harmless(service)}" ${metrics.length === 0 ? '-' : metrics.join('|')} ${said.join('\\n')}\n`
}
