// Use case: two runs beside each other, before and after a change. Paths in, comparison out; prints nothing.
import { compareDevice, compareFacts, pairDevices, verdictOfAll } from '../../diagnose/compare/index.ts'
import { COMPARISON_SCHEMA, type ComparedRun, type Comparison } from '../../model/comparison.ts'
import type { Platform } from '../../model/platform.ts'
import type { DeviceReport } from '../../model/report.ts'
import type { Thresholds } from '../../model/thresholds.ts'
import { ruleNotes, soundRules } from '../rules.ts'
import { EXPIRED_RULE } from '../waivers/expired.ts'
import { readSide, type Side } from './run.ts'

export interface CompareOptions {
  /** A saved run, or saved output; `-` is standard input. */
  readonly before: string
  readonly after: string
  readonly packs?: readonly string[]
  readonly platform?: Platform
  readonly thresholds?: Thresholds
  readonly stdin: NodeJS.ReadableStream
  readonly version: string
}

/** @throws Error when a side cannot be read, or they have no device in common */
export async function compareRuns(options: CompareOptions): Promise<Comparison> {
  const { version } = options
  if (options.before === '-' && options.after === '-')
    throw new Error('both runs cannot come from standard input; name a file for one of them')
  const rules = await soundRules(options.packs)
  // One after the other: each may be a whole fleet.
  const before = await readSide(options.before, { ...options, rules })
  const after = await readSide(options.after, { ...options, rules })
  const { both, onlyBefore, onlyAfter } = pairDevices(before.devices, after.devices)
  if (both.length === 0)
    throw new Error(
      `${before.source} (${namesOf(before.devices)}) and ${after.source} (${namesOf(after.devices)}) have no device in common; give two runs over the same devices`,
    )
  const devices = both.map(pair => {
    const [was, is] = [before.facts.get(pair.before), after.facts.get(pair.after)]
    const facts = was === undefined || is === undefined ? undefined : compareFacts(was, is)
    return compareDevice(pair.before, pair.after, facts)
  })
  const known = new Set([...rules.byId.keys(), EXPIRED_RULE])
  const notes = [
    ...ruleNotes(rules),
    ...before.notes,
    ...after.notes,
    ...differenceNotes(before, after, known),
    ...both
      .filter(pair => pair.before.problem !== undefined && pair.after.problem !== undefined)
      .map(pair => `${pair.after.name} could be read in neither run`),
  ]
  return {
    schema: COMPARISON_SCHEMA,
    tool: 'smartlic',
    version,
    before: runOf(before),
    after: runOf(after),
    verdict: verdictOfAll(devices),
    notes,
    devices,
    only_before: onlyBefore.map(lone),
    only_after: onlyAfter.map(lone),
  }
}

/** What else than the devices may make the difference. */
function differenceNotes(before: Side, after: Side, known: ReadonlySet<string>): string[] {
  const [was, is] = [before.version, after.version]
  const notes: string[] = []
  if (was !== is && was !== '' && is !== '')
    notes.push(
      `${before.source} was judged by version ${was}, ${after.source} by ${is}: differences may come from the rules; compare the saved output of both to have one version judge it`,
    )
  const unsaid = [before, after].filter(({ version }) => version === '').map(({ source }) => source)
  if (unsaid.length > 0)
    notes.push(
      `${unsaid.join(' and ')} ${unsaid.length === 1 ? 'does' : 'do'} not say which version judged: differences may come from the rules`,
    )
  const foreign = foreignRules(before, known) || foreignRules(after, known)
  if (foreign !== '' && before.kind !== after.kind)
    notes.push(`rule ${foreign} is none of those in use now (--rules): differences may come from the rules`)
  if (
    before.thresholds &&
    after.thresholds &&
    JSON.stringify(before.thresholds) !== JSON.stringify(after.thresholds)
  )
    notes.push(
      'the runs have other days of warning (--warn-days, --critical-days): deadlines may differ by that',
    )
  return notes
}

function foreignRules({ kind, devices }: Side, known: ReadonlySet<string>): string {
  if (kind !== 'report') return ''
  return devices.flatMap(({ findings }) => findings).find(({ rule }) => !known.has(rule))?.rule ?? ''
}

function namesOf(devices: readonly DeviceReport[]): string {
  const names = devices.slice(0, 3).map(({ name, hostname }) => hostname || name || 'unnamed')
  return [...names, ...(devices.length > 3 ? ['...'] : [])].join(', ') || 'no device'
}

function runOf({ source, kind, version, started_at, devices }: Side): ComparedRun {
  return { source, kind, version, started_at, devices: devices.length }
}

function lone({ name, status }: DeviceReport): { name: string; status: DeviceReport['status'] } {
  return { name, status }
}
