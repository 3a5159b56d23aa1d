// The report for a CI server: a suite a device, a case a finding, in the form Jenkins and Ant read.
import type { Finding } from '../model/finding.ts'
import type { DeviceReport, Report } from '../model/report.ts'
import { briefLine, countedStatus, uniqueNames } from './brief.ts'
import { displayText } from './clean.ts'
import { partsOf, proofLine, releaseOf, waivedWords } from './words.ts'
import { attributes, escapeXml } from './xml.ts'

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

interface Case {
  readonly name: string
  readonly outcome: Outcome
  readonly type: string
  readonly message: string
  readonly text: readonly string[]
}

interface Suite {
  readonly name: string
  readonly device: DeviceReport
  readonly cases: readonly Case[]
  /** Seconds. */
  readonly time: number
}

export function formatJunit(report: Report): string {
  const names = uniqueNames(report.devices)
  const suites = report.devices.map((device, at): Suite => {
    const ms = device.captures.reduce((sum, { duration_ms }) => sum + (duration_ms ?? 0), 0)
    return { name: names[at] ?? '', device, cases: casesOf(device), time: ms / 1000 }
  })
  const all = suites.flatMap(suite => suite.cases)
  const head = attributes({
    name: 'smartlic',
    ...countsOf(all, false),
    time: seconds(report.run.duration_ms / 1000),
  })
  const started = report.run.started_at.slice(0, 19)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${head}>`,
    ...suites.flatMap((suite, at) => suiteLines(suite, at, started)),
    '</testsuites>',
    '',
  ].join('\n')
}

/** First the device as a whole: a server that counts failures then agrees with the exit code. */
function casesOf(device: DeviceReport): Case[] {
  const { causes, symptoms, explained, notes, errors, waived } = partsOf(device)
  return [
    wholeCase(device),
    ...[...causes, ...symptoms].map(finding => findingCase(finding, 'failure')),
    // What a cause accounts for is no failure of its own.
    ...explained.map(finding =>
      findingCase(finding, 'skipped', `explained by ${finding.explained_by.join(', ')}`),
    ),
    ...notes.map(finding => findingCase(finding, 'passed')),
    ...waived.map(finding => findingCase(finding, 'skipped', `waived ${waivedWords(finding)}`)),
    ...errors.map(finding => findingCase(finding, 'error', finding.error)),
    ...device.unknown.map(
      ({ command, reason, rules }): Case => ({
        name: command === '' ? 'not known' : `not known without ${command}`,
        outcome: 'skipped',
        type: 'unknown',
        message: reason,
        text: rules,
      }),
    ),
  ]
}

const WHOLE: Readonly<Record<DeviceReport['status'], Outcome>> = {
  healthy: 'passed',
  warning: 'failure',
  critical: 'failure',
  unknown: 'error',
}

function wholeCase(device: DeviceReport): Case {
  const status = countedStatus(device)
  return {
    name: `licensing status: ${status}`,
    outcome: WHOLE[status],
    type: status,
    message: device.problem?.message ?? briefLine(device),
    text: [device.state.summary, ...device.state.deadlines.map(({ text }) => text)],
  }
}

function findingCase(finding: Finding, outcome: Outcome, message?: string): Case {
  const fixes = finding.remediation.flatMap(({ title, lines, steps }) => [
    '',
    title || 'Fix',
    ...lines,
    ...steps,
  ])
  return {
    name: `${finding.rule}: ${finding.title}`,
    outcome,
    type: finding.severity,
    message: message ?? (finding.message || finding.title),
    text: [...finding.evidence.map(proofLine), finding.why, ...fixes],
  }
}

function suiteLines({ name, device, cases, time }: Suite, id: number, started: string): string[] {
  const head = attributes({
    id,
    name,
    // A CI server makes folders of a package's dots.
    package: 'smartlic',
    hostname: displayText(device.hostname || device.name) || 'unnamed',
    timestamp: started === '' ? undefined : started,
    ...countsOf(cases, true),
    time: seconds(time),
  })
  const properties = Object.entries({
    status: countedStatus(device),
    platform: releaseOf(device),
    model: device.model,
    serial: device.serial,
    groups: (device.groups ?? []).join(' '),
    tags: (device.tags ?? []).join(' '),
  }).filter(([, value]) => value !== '')
  return [
    `  <testsuite${head}>`,
    '    <properties>',
    ...properties.map(([key, value]) => `      <property${attributes({ name: key, value })}/>`),
    '    </properties>',
    ...cases.flatMap(one => caseLines(one, name)),
    '  </testsuite>',
  ]
}

function caseLines({ name, outcome, type, message, text }: Case, device: string): string[] {
  const head = `    <testcase${attributes({ name, classname: `smartlic.${device.replaceAll('.', '_')}`, time: '0' })}`
  const body = escapeXml(text.filter(line => line !== '').join('\n'), true)
  if (outcome === 'skipped')
    return [`${head}>`, `      <skipped${attributes({ message })}/>`, '    </testcase>']
  if (outcome === 'passed') {
    return body === ''
      ? [`${head}/>`]
      : [`${head}>`, `      <system-out>${body}</system-out>`, '    </testcase>']
  }
  const fault = `      <${outcome}${attributes({ message, type })}>${body}</${outcome}>`
  return [`${head}>`, fault, '    </testcase>']
}

function countsOf(cases: readonly Case[], skipped: boolean): Record<string, number> {
  const count = (outcome: Outcome): number => cases.filter(one => one.outcome === outcome).length
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error') }
  return skipped ? { ...counts, skipped: count('skipped') } : counts
}

function seconds(value: number): string {
  return value.toFixed(3)
}
