// One device of this run against what the job remembers of it. Pure.
import { type Change, type Finding, findingKey } from '../../model/finding.ts'
import type { DeviceChange, DeviceReport, GoneFinding } from '../../model/report.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { displayText } from '../../report/clean.ts'
import { begin, SETTLED_RUNS, step, type Track, type TrackEvent } from './damping.ts'
import type { KnownDevice, KnownFinding } from './state.ts'

/** What is otherwise, and what to remember. */
export interface Compared {
  readonly marks: ReadonlyMap<string, Change>
  readonly gone: readonly GoneFinding[]
  readonly changes: readonly DeviceChange[]
  readonly known: KnownDevice
}

/**
 * Of a device that cannot be read now, findings stay as last known: neither new nor gone. The same holds for a rule that
 * could not be decided. Waived findings are no findings.
 * @param before undefined: the job sees the device for the first time
 */
export function compareDevice(before: KnownDevice | undefined, device: DeviceReport): Compared {
  const readable = device.problem === undefined
  const reading = advance(before?.reading, readable ? 'read' : 'failed')
  const status = readable ? advance(before?.status, device.status) : undefined
  const findings = compareFindings(before, device, readable)
  const told = [...readingChange(before, device, reading.event), ...findings.changes]
  const statusTrack = status?.track ?? before?.status
  return {
    marks: findings.marks,
    gone: findings.gone,
    changes: [...statusChange(before?.status, status?.event, told), ...told],
    known: {
      name: device.name,
      missed: 0,
      reading: reading.track,
      ...(statusTrack === undefined ? {} : { status: statusTrack }),
      findings: findings.known,
    },
  }
}

/** The device's part of the report with what was found out. */
export function marked(device: DeviceReport, { marks, gone, changes }: Compared): DeviceReport {
  return {
    ...device,
    findings: device.findings.map(finding => {
      const change = finding.outcome === 'fail' ? marks.get(keyOf(finding)) : undefined
      return change === undefined ? finding : { ...finding, change }
    }),
    gone,
    changes,
  }
}

function advance<T extends string>(
  track: Track<T> | undefined,
  value: T,
): { readonly track: Track<T>; readonly event: TrackEvent | 'first' } {
  return track === undefined ? { track: begin(value), event: 'first' } : step(track, value)
}

const CHANGED: readonly (TrackEvent | 'first' | undefined)[] = ['changed', 'settled']

function readingChange(
  before: KnownDevice | undefined,
  device: DeviceReport,
  event: TrackEvent | 'first',
): DeviceChange[] {
  if (event === 'flapping') return [{ kind: 'flapping', text: 'cannot be read now and then' }]
  if (device.problem !== undefined)
    return event === 'first' || CHANGED.includes(event)
      ? [{ kind: 'unreadable', text: label(device.problem.message, MOST_MESSAGE) }]
      : []
  return before !== undefined && CHANGED.includes(event)
    ? [{ kind: 'readable', text: 'can be read again' }]
    : []
}

/** Not told where something that flaps accounts for it: its own damping begins in the same run. */
function statusChange(
  before: KnownDevice['status'],
  event: TrackEvent | 'first' | undefined,
  told: readonly DeviceChange[],
): DeviceChange[] {
  if (event === 'changed') return [{ kind: 'status', text: `${before?.seen.at(-1)} before` }]
  if (event === 'settled') return [{ kind: 'status', text: `for ${SETTLED_RUNS} runs now` }]
  return event === 'flapping' && !told.some(({ kind }) => kind === 'flapping')
    ? [{ kind: 'flapping', text: 'the status' }]
    : []
}

interface ComparedFindings {
  readonly marks: Map<string, Change>
  readonly gone: GoneFinding[]
  readonly changes: DeviceChange[]
  readonly known: KnownFinding[]
}

function compareFindings(
  before: KnownDevice | undefined,
  device: DeviceReport,
  readable: boolean,
): ComparedFindings {
  const result: ComparedFindings = { marks: new Map(), gone: [], changes: [], known: [] }
  const failing = device.findings.filter(({ outcome }) => outcome === 'fail')
  const known = new Map((before?.findings ?? []).map(one => [one.key, one]))
  const worse: KnownFinding[] = []
  // Seen without this finding before: coming back it counts as a change.
  const seenWithout: Track<'there' | 'gone'> | undefined =
    before?.status === undefined ? undefined : begin('gone')
  for (const finding of failing) {
    const key = keyOf(finding)
    if (finding.waived !== undefined || result.marks.has(key)) continue
    const last = known.get(key)
    const { track, event } = advance(last?.track ?? seenWithout, 'there')
    result.marks.set(key, event === 'same' ? 'still' : track.flapping === true ? 'flapping' : 'new')
    const one = remembered(finding, key, track)
    result.known.push(one)
    if (!one.loud) continue
    if (event === 'flapping') result.changes.push(change('flapping', one))
    else if (event === 'first' || CHANGED.includes(event)) result.changes.push(change('new', one))
    else if (event === 'same' && last !== undefined && isWorse(one, last)) worse.push(one)
  }
  const waived = new Set(failing.flatMap(one => (one.waived === undefined ? [] : [keyOf(one)])))
  const undecided = new Set([
    ...device.unknown.flatMap(({ rules }) => rules),
    ...device.findings.flatMap(({ outcome, rule }) => (outcome === 'error' ? [rule] : [])),
  ])
  for (const one of known.values()) {
    if (result.marks.has(one.key) || waived.has(one.key)) continue
    if (!readable || undecided.has(one.rule)) result.known.push(one)
    else leave(one, result)
  }
  // What a flapping cause accounts for one night and not the next is a part of that flapping.
  if (!result.known.some(({ track }) => track.flapping === true))
    result.changes.push(...worse.map(one => change('worse', one)))
  return result
}

function isWorse(now: KnownFinding, before: KnownFinding): boolean {
  // SEVERITIES begins with the worst.
  return !before.loud || SEVERITIES.indexOf(now.severity) < SEVERITIES.indexOf(before.severity)
}

/** A finding that is not there any more. */
function leave(one: KnownFinding, result: ComparedFindings): void {
  const { track, event } = step(one.track, 'gone')
  if (track.flapping === true || track.seen.includes('there')) result.known.push({ ...one, track })
  if (event === 'flapping' && one.loud) result.changes.push(change('flapping', one))
  if (!CHANGED.includes(event)) return
  const { rule, element, title, severity } = one
  result.gone.push({ rule, ...(element === undefined ? {} : { element }), title, severity })
  if (one.loud) result.changes.push(change('gone', one))
}

function change(kind: DeviceChange['kind'], { rule, element, title, severity }: KnownFinding): DeviceChange {
  return { kind, text: title, rule, ...(element === undefined ? {} : { element }), severity }
}

function remembered(finding: Finding, key: string, track: KnownFinding['track']): KnownFinding {
  const { rule, element, title, severity, role, explained_by } = finding
  return {
    key,
    rule: label(rule),
    ...(element === undefined ? {} : { element: label(element) }),
    title: label(title),
    severity,
    loud: severity !== 'info' && role !== 'advice' && explained_by.length === 0,
    track,
  }
}

const MOST = 200
const MOST_MESSAGE = 400

/** One line of bounded length; a password in a URL is masked. */
function label(text: string, most = MOST): string {
  const plain = displayText(text).replace(/:\/\/[^/@\s]{1,200}@/g, '://***@')
  return [...plain].slice(0, most).join('')
}

function keyOf(finding: Finding): string {
  return label(findingKey(finding), 2 * MOST)
}
