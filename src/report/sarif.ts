// The report as SARIF 2.1.0: for code scanning and whatever else reads that. Types: the published schema's.
import type { Location, Log, Message, Notification, ReportingDescriptor, Result } from 'sarif'
import type { Finding } from '../model/finding.ts'
import type { DeviceReport, Report } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'
import { countedStatus, uniqueNames } from './brief.ts'
import { displayText } from './clean.ts'
import { proofLine, waivedWords } from './words.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  warning: 'warning',
  info: 'note',
}

/** One run; a result a failing finding. What could not be read or decided is a notification, for it proves nothing. */
export function formatSarif(report: Report): string {
  const rules = rulesOf(report.devices)
  const index = new Map(rules.map(({ id }, at) => [id, at]))
  const names = uniqueNames(report.devices)
  const { version, started_at, duration_ms } = report.run
  const notifications = report.devices.flatMap((device, at) => notificationsOf(device, names[at] ?? ''))
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'smartlic', version, rules } },
        invocations: [
          {
            executionSuccessful: report.devices.every(({ problem }) => problem === undefined),
            ...timesOf(started_at, duration_ms),
            ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
          },
        ],
        results: report.devices.flatMap((device, at) => resultsOf(device, names[at] ?? '', index)),
        properties: {
          devices: report.devices.map((device, at) => ({
            name: names[at],
            hostname: device.hostname,
            status: countedStatus(device),
          })),
        },
      },
    ],
  }
  return `${JSON.stringify(log, clean, 2)}\n`
}

/** Plain text: a viewer would make a link of `[x](y)` and fill in `{0}`. */
function say(text: string): Message & { text: string } {
  return { text: text.replaceAll('](', '] (').replace(/\{(?=\d+\})/g, '{ ') || '-' }
}

function clean(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? displayText(value, true) : value
}

function timesOf(started: string, ms: number): { startTimeUtc?: string; endTimeUtc?: string } {
  const start = Date.parse(started)
  if (Number.isNaN(start)) return {}
  return { startTimeUtc: iso(start), endTimeUtc: iso(start + ms) }
}

/** Milliseconds since the epoch, of a run that has been. */
function iso(at: number): string {
  return new Date(Math.min(at, 8.64e15)).toISOString()
}

/** Each rule once, in the order of the findings. */
function rulesOf(devices: readonly DeviceReport[]): ReportingDescriptor[] {
  const rules = new Map<string, ReportingDescriptor>()
  for (const finding of devices.flatMap(device => device.findings)) {
    if (finding.outcome !== 'fail' || rules.has(finding.rule)) continue
    const link = finding.references.find(({ url }) => url !== undefined && /^https?:\/\//i.test(url))?.url
    rules.set(finding.rule, {
      id: finding.rule,
      shortDescription: say(finding.title || finding.rule),
      ...(finding.why === '' ? {} : { fullDescription: say(finding.why), help: say(finding.why) }),
      ...(link === undefined ? {} : { helpUri: encodeURI(decoded(displayText(link))) }),
      defaultConfiguration: { level: LEVELS[finding.severity] },
      properties: { tags: [finding.role, finding.hop] },
    })
  }
  return [...rules.values()]
}

function resultsOf(device: DeviceReport, name: string, index: ReadonlyMap<string, number>): Result[] {
  const seen = new Map<string, number>()
  return device.findings
    .filter(({ outcome }) => outcome === 'fail')
    .map((finding): Result => {
      const nth = (seen.get(finding.rule) ?? 0) + 1
      seen.set(finding.rule, nth)
      const [first, ...others] = finding.evidence
      return {
        ruleId: finding.rule,
        ruleIndex: index.get(finding.rule) ?? -1,
        kind: 'fail',
        level: LEVELS[finding.severity],
        message: say(`${name}: ${finding.message || finding.title || finding.rule}`),
        locations: [{ ...place(first, name), logicalLocations: [{ name, kind: 'device' }] }],
        ...(others.length === 0
          ? {}
          : { relatedLocations: others.map((source, at) => ({ id: at + 1, ...place(source, name) })) }),
        ...(finding.waived === undefined
          ? {}
          : {
              suppressions: [
                {
                  kind: 'external' as const,
                  status: 'accepted' as const,
                  justification: waivedWords(finding),
                },
              ],
            }),
        // The same finding on the same device in the next run.
        partialFingerprints: { 'deviceRule/v1': `${name}/${finding.rule}/${nth}` },
        properties: aboutOf(finding),
      }
    })
}

function aboutOf({ role, hop, explained_by, remediation }: Finding): NonNullable<Result['properties']> {
  const fix = remediation.map(({ title, risk, lines, steps }) => ({ title, risk, lines, steps }))
  return { role, hop, explainedBy: explained_by, ...(fix.length === 0 ? {} : { fix }) }
}

/** The line that proves it. A viewer opens the file; of a device that was called the command stands for it. */
function place(source: Finding['evidence'][number] | undefined, name: string): Location {
  if (source === undefined) return { physicalLocation: { artifactLocation: { uri: uriOf(name) } } }
  const { command, line, text, origin } = source
  return {
    message: say(proofLine(source)),
    physicalLocation: {
      artifactLocation: { uri: uriOf(origin || name), description: say(command || 'output') },
      ...(line < 1 ? {} : { region: { startLine: line, snippet: { text } } }),
    },
  }
}

/** A relative reference that leads nowhere but down: no scheme, no host, no way up. */
function uriOf(path: string): string {
  const parts = displayText(path)
    .split(/[/\\]/)
    .filter(part => part !== '' && part !== '.' && part !== '..')
  return parts.length === 0 ? 'device' : parts.map(encodeURIComponent).join('/')
}

function decoded(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}

function notificationsOf(device: DeviceReport, name: string): Notification[] {
  const at = { locations: [{ logicalLocations: [{ name, kind: 'device' }] }] }
  return [
    ...(device.problem === undefined
      ? []
      : [{ level: 'error' as const, message: say(`${name}: ${device.problem.message}`), ...at }]),
    ...device.findings
      .filter(({ outcome }) => outcome === 'error')
      .map(({ rule, error }) => ({
        level: 'error' as const,
        message: say(`${name}: rule ${rule} failed: ${error ?? ''}`),
        ...at,
      })),
    ...device.unknown.map(({ command, reason, rules }) => ({
      level: 'note' as const,
      message: say(
        `${name}: not decided${command === '' ? '' : ` without ${command}`} (${reason}): ${rules.join(', ')}`,
      ),
      ...at,
    })),
  ]
}
