// Words every format for a person uses.
import type { Finding } from '../model/finding.ts'
import { type FixPlan, type PlanEffect, UNDECIDED_NOTE } from '../model/fix-plan.ts'
import { GENERATION_NAMES, METHOD_NAMES, PLATFORM_NAMES } from '../model/platform.ts'
import type { DeviceReport, DeviceStatus, GoneFinding } from '../model/report.ts'
import type { Risk, Severity } from '../model/rule.ts'
import { displayText } from './clean.ts'
import type { Meaning } from './style.ts'

const MEANING_OF: Readonly<Record<DeviceStatus | Severity, Meaning>> = {
  healthy: 'ok',
  info: 'dim',
  warning: 'warning',
  critical: 'critical',
  unknown: 'unknown',
}

export function meaningOf(status: DeviceStatus | Severity): Meaning {
  return MEANING_OF[status]
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `10.1.1.1 (edge-sw1)`: what the person typed, and what the device calls itself. */
export function deviceName(device: DeviceReport): string {
  const name = displayText(device.name)
  const hostname = displayText(device.hostname)
  return hostname === '' || hostname === name ? name : name === '' ? hostname : `${name} (${hostname})`
}

/** `IOS XE`, or nothing. */
export function platformOf(device: DeviceReport): string {
  return lookUp(PLATFORM_NAMES, device.platform)
}

/** `IOS XE 17.9.4a`, or what is known of it. */
export function releaseOf(device: DeviceReport): string {
  return [platformOf(device), displayText(device.os_version)].filter(part => part !== '').join(' ')
}

export function generationOf(device: DeviceReport): string {
  return lookUp(GENERATION_NAMES, device.generation)
}

export function methodOf(device: DeviceReport): string {
  return lookUp(METHOD_NAMES, device.method)
}

function lookUp(names: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(names, key) ? (names[key] ?? '') : displayText(key)
}

/** Findings of a device, sorted into the parts a report shows. Every failing finding is in exactly one part. */
export interface Parts {
  /** Independent causes, first broken hop first. */
  readonly causes: readonly Finding[]
  /** Symptoms no cause accounts for. */
  readonly symptoms: readonly Finding[]
  /** What a cause accounts for. */
  readonly explained: readonly Finding[]
  /** Severity info and advice. */
  readonly notes: readonly Finding[]
  /** Rules that could not be evaluated. */
  readonly errors: readonly Finding[]
  /** What a waiver or a baseline covers, whatever it would be otherwise. */
  readonly waived: readonly Finding[]
}

export function partsOf(device: DeviceReport): Parts {
  const all = device.findings.filter(finding => finding.outcome === 'fail')
  const failed = all.filter(finding => finding.waived === undefined)
  const loud = failed.filter(finding => finding.severity !== 'info' && finding.role !== 'advice')
  const own = loud.filter(finding => finding.explained_by.length === 0)
  return {
    causes: own.filter(finding => finding.role === 'cause'),
    symptoms: own.filter(finding => finding.role === 'symptom'),
    explained: loud.filter(finding => finding.explained_by.length > 0),
    notes: failed.filter(finding => !loud.includes(finding)),
    errors: device.findings.filter(finding => finding.outcome === 'error'),
    waived: all.filter(finding => finding.waived !== undefined),
  }
}

const URGENCY: readonly DeviceStatus[] = ['critical', 'unknown', 'warning', 'healthy']

/** Worst first, else in the order given. */
export function byUrgency(devices: readonly DeviceReport[]): DeviceReport[] {
  return [...devices].sort((a, b) => URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status))
}

/** The most pressing deadline whose days are known; undefined when there is none. They come sorted. */
export function firstDeadline(device: DeviceReport): DeviceReport['state']['deadlines'][number] | undefined {
  const known = device.state.deadlines.filter(one => one.days_left !== undefined)
  // A report that is on schedule is no deadline.
  return known.find(one => one.kind !== 'push' || one.level !== 'ok')
}

/**
 * `show logging:12 | text`. Output modifiers of the command are noise here; line 0 means that the output was read
 * and holds no such line.
 */
export function proofLine(source: {
  readonly command: string
  readonly line: number
  readonly text: string
  readonly vantage?: 'computer' | undefined
}): string {
  const command = displayText(source.command).replace(/\s*\|.*$/, '')
  const whole = displayText(source.text).trim()
  if (source.vantage === undefined)
    return source.line === 0 ? `${command} | ${whole}` : `${command}:${source.line} | ${whole}`
  // A certificate chain on one line fills a page.
  const text = whole.length > MAX_PROBE_TEXT ? `${whole.slice(0, MAX_PROBE_TEXT)} ...` : whole
  return `${command}:${source.line}, from this computer | ${text}`
}

const MAX_PROBE_TEXT = 200

/** `Risk low, no impact.` */
export function costWords(risk: Risk, impact: readonly string[]): string {
  const said = impact.filter(text => text !== '' && text !== 'none').map(text => text.replace(/\.$/, ''))
  return `Risk ${risk}, ${said.length === 0 ? 'no impact' : `impact: ${said.join('; ')}`}.`
}

/** `1, 2 and 3`. */
export function listWords(items: readonly (string | number)[]): string {
  const [last, ...rest] = [...items].reverse()
  return rest.length === 0 ? String(last ?? '') : `${rest.reverse().join(', ')} and ${last}`
}

/** ` · new`: the mark of a finding that was compared with an earlier run. */
export function changeMark({ change }: Pick<Finding, 'change'>, between: string): string {
  return change === undefined ? '' : `${between}${change}`
}

/** `Call Home sends to Cisco over plain HTTP (callhome-http-url)`: what is there no longer. */
export function goneWords({ title, element, rule }: GoneFinding): string {
  return displayText(`${title}${element === undefined ? '' : `: ${element}`} (${rule})`)
}

/** The numbers under which causes and unexplained symptoms are listed; a rule of several elements has its first. */
export function planNumbers(parts: Parts): Map<string, number> {
  const numbers = new Map<string, number>()
  ;[...parts.causes, ...parts.symptoms].forEach(({ rule }, at) => {
    if (!numbers.has(rule)) numbers.set(rule, at + 1)
  })
  return numbers
}

export function numbersOf(
  rules: readonly string[],
  numbers: ReadonlyMap<string, number>,
): (string | number)[] {
  return rules
    .map(rule => numbers.get(rule) ?? rule)
    .sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0))
}

/** `After this: clears a (1) and 1 more, leaves b (2). ...`. Numbered findings by name, what folds under them as a count. */
export function effectWords(effect: PlanEffect, numbers: ReadonlyMap<string, number>): string {
  const named = (rules: readonly string[], one: string): string => {
    const own = rules
      .filter(rule => numbers.has(rule))
      .map(rule => (numbers.size === 1 ? rule : `${rule} (${numbers.get(rule)})`))
    const others = rules.length - own.length
    return listWords(others === 0 ? own : [...own, plural(others, one)])
  }
  const parts = [
    effect.clears.length === 0 ? '' : `clears ${named(effect.clears, 'more finding')}`,
    effect.leaves.length === 0 ? '' : `leaves ${named(effect.leaves, 'other finding')}`,
    effect.appears.length === 0 ? '' : `brings up ${listWords(effect.appears)}`,
  ].filter(part => part !== '')
  const sentences = [
    parts.length === 0 ? '' : `After this: ${parts.join(', ')}.`,
    effect.undecided.length === 0
      ? ''
      : `Decided by the next try of the device: ${named(effect.undecided, 'finding')}.`,
    ...effect.notes
      .filter(note => note !== UNDECIDED_NOTE)
      .map(note => note.charAt(0).toUpperCase() + (/[.!?]$/.test(note) ? note : `${note}.`).slice(1)),
  ].filter(text => text !== '')
  return sentences.length === 0 ? 'After this: nothing changes that the tool can tell.' : sentences.join(' ')
}

/** Name of a finding's first fix where it has one of its own. A second way that has become the first is no `Or`. */
export function ownTitle(finding: Finding | undefined): string {
  const title = finding?.remediation[0]?.title ?? ''
  return title === finding?.title ? '' : withoutOr(title)
}

/** `Or pin the name` -> `Pin the name`. */
export function withoutOr(title: string): string {
  const [, first = '', rest] = /^Or (\S)(.*)$/.exec(title) ?? []
  return rest === undefined ? title : first.toUpperCase() + rest
}

/** Rules whose fix contradicts another: it is shown by itself, for the person who decides. */
export function refusedRules(plan: FixPlan | undefined): ReadonlySet<string> {
  const refused = (plan?.left_out ?? []).filter(({ kind }) => kind === 'contradiction')
  return new Set(refused.map(({ rule }) => rule))
}

/** `until 2027-01-31, owner noc: replaced in May`; `in the baseline run.json of 2026-11-02`. */
export function waivedWords({ waived }: Pick<Finding, 'waived'>): string {
  if (waived === undefined) return ''
  const { reason, owner, expires } = waived
  return displayText(expires === '' ? reason : `until ${expires}, owner ${owner}: ${reason}`)
}

/** `No name server: VRF x has none (dns-no-server), with 2 symptoms; until ...`. */
export function waivedLine(finding: Finding): string {
  const { title, message, rule, explains } = finding
  const what = message === '' || message === title ? title : `${title}: ${message}`
  const symptoms = explains.length === 0 ? '' : `, with ${plural(explains.length, 'symptom')}`
  return displayText(`${what} (${rule})${symptoms}; ${waivedWords(finding)}`)
}

/** What baselines cover: `in the baseline run.json of 2026-11-02` and how many findings. */
export function baselineGroups(waived: readonly Finding[]): Map<string, number> {
  const groups = new Map<string, number>()
  for (const { waived: by } of waived)
    if (by?.expires === '') groups.set(by.reason, (groups.get(by.reason) ?? 0) + 1)
  return groups
}
