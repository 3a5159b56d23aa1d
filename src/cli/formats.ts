// The formats of a report: their names, which file name means which, and how each is rendered.
import { extname } from 'node:path'
import type { DeviceReport, Report } from '../model/report.ts'
import { formatJson } from '../report/json.ts'
import { exitCode, type FailOn } from './exit.ts'
import type { Theme } from './theme.ts'

export const FORMATS = [
  'text',
  'json',
  'ndjson',
  'markdown',
  'html',
  'csv',
  'junit',
  'sarif',
  'prometheus',
  'nagios',
  'icinga',
  'checkmk',
] as const
export type Format = (typeof FORMATS)[number]

const ENDINGS: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.csv': 'csv',
  '.xml': 'junit',
  '.sarif': 'sarif',
  '.prom': 'prometheus',
}

/** By the ending of a file's name; text when it tells nothing. */
export function formatOf(file: string | undefined): Format {
  const ending = extname(file ?? '').toLowerCase()
  return Object.hasOwn(ENDINGS, ending) ? (ENDINGS[ending] ?? 'text') : 'text'
}

export function isFormat(word: string): word is Format {
  return (FORMATS as readonly string[]).includes(word)
}

export interface RenderOptions {
  readonly theme: Theme
  readonly verbose?: boolean
  readonly failOn?: FailOn
  /** Text and Markdown tell only what is otherwise than in the last run of the job. */
  readonly onlyChanges?: boolean
}

/** The text of a report, line end included. Each format is loaded when it is asked for. */
export async function render(report: Report, format: Format, options: RenderOptions): Promise<string> {
  const codeOf = (devices: readonly DeviceReport[]): number =>
    exitCode({ ...report, devices }, options.failOn)
  switch (format) {
    case 'json':
      return formatJson(report)
    case 'ndjson': {
      const { deviceLine } = await import('../report/ndjson.ts')
      return report.devices.map(deviceLine).join('')
    }
    case 'markdown':
      if (options.onlyChanges === true)
        return (await import('../report/changes.ts')).formatChangesMarkdown(report)
      return (await import('../report/markdown.ts')).formatMarkdown(report)
    case 'html': {
      const [{ formatHtml }, { createHash }] = await Promise.all([
        import('../report/html.ts'),
        import('node:crypto'),
      ])
      return formatHtml(report, text => createHash('sha256').update(text).digest('base64'))
    }
    case 'csv':
      return (await import('../report/csv.ts')).formatCsv(report)
    case 'junit':
      return (await import('../report/junit.ts')).formatJunit(report)
    case 'sarif':
      return (await import('../report/sarif.ts')).formatSarif(report)
    case 'prometheus':
      return (await import('../report/prometheus.ts')).formatPrometheus(report)
    case 'nagios':
    case 'icinga': {
      const { formatNagios } = await import('../report/monitoring/nagios.ts')
      return formatNagios(report, { codeOf, tree: format === 'icinga' })
    }
    case 'checkmk':
      return (await import('../report/monitoring/checkmk.ts')).formatCheckmk(report, codeOf)
    case 'text': {
      if (options.onlyChanges === true)
        return (await import('../report/changes.ts')).formatChanges(report, options.theme)
      const { formatText } = await import('../report/text.ts')
      return formatText(report, { style: options.theme, verbose: options.verbose === true })
    }
  }
}
